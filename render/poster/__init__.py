"""Wall charts: `poster` makes the sheets of one power."""

from render.poster.make import Poster, Refused, make_sheet, poster

__all__ = ["Poster", "Refused", "make_sheet", "poster"]
