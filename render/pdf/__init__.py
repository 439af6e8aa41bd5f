"""PDF and PNG through Typst, and SVG files that carry their font."""

from render.pdf.embed import embed_font
from render.pdf.typeset import TypesetError, document_pdf, sheet_pdf, sheet_png

__all__ = ["TypesetError", "document_pdf", "embed_font", "sheet_pdf", "sheet_png"]
