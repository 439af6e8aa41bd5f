"""Wall charts: `poster` makes the sheets of one power."""

from render.poster.make import Poster, Refused, larger_paper, make_sheet, poster, printed

__all__ = ["Poster", "Refused", "larger_paper", "make_sheet", "poster", "printed"]
