"""The embedded Chinese fonts: two files, their licence, and their figures in `table`."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REGULAR = FOLDER / "PowermodelSansSC-Regular.otf"
BOLD = FOLDER / "PowermodelSansSC-Bold.otf"


class FontError(ValueError):
    """A font that a project names can't be used; the message says why, in Chinese."""
