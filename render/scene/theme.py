"""Colours. Red and gold belong to the head; the body stays quiet so that the risks stand out."""

from powermodel.rules.print.theme import Theme, shipped, stated

__all__ = ["OFFICIAL", "Theme", "shipped", "stated"]

OFFICIAL = shipped("official")
