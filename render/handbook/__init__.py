"""The handbook that residents take home: a booklet and a page for the phone."""

from render.handbook.fill import fill
from render.handbook.make import handbook_html, handbook_pdf, handbook_text, other_paper, undrawn

__all__ = ["fill", "handbook_html", "handbook_pdf", "handbook_text", "other_paper", "undrawn"]
