"""The minutes of the review meeting as a Word document."""

from render.minutes.word import word

__all__ = ["word"]
