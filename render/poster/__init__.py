"""Wall charts: `poster` makes the sheets of one power."""

from render.poster.make import Poster, Refused, make_sheet, poster
from render.poster.verdict import larger_paper, printed, verdict

__all__ = ["Poster", "Refused", "larger_paper", "make_sheet", "poster", "printed", "verdict"]
