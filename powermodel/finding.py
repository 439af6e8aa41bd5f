"""A finding: one thing that is wrong, as data. Words come from the catalogue of rules, places from the project."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

Path = tuple[str, ...]
"""A place in the model: Chinese keys and names, e.g. ``("步骤", "入户调查", "时限")``."""


class Severity(IntEnum):
    """How bad a finding is; higher is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The Chinese word, as printed and as written in ``规则设置.级别``."""
        return {1: "提示", 2: "警告", 3: "错误"}[int(self)]

    @property
    def key(self) -> str:
        """The English word of the JSON output."""
        return {1: "info", 2: "warning", 3: "error"}[int(self)]


class Place(NamedTuple):
    """A point in a text file. ``line`` and ``column`` count from 1, columns in characters; 0: the whole file."""

    file: str
    line: int = 0
    column: int = 0


class WitnessStep(NamedTuple):
    """One event of a course: the step done (its title), the outcome taken there, if it is a choice, and how many steps
    start together then.

    ``whole``: the course goes on with all of them, one after the other as it may happen; else with one.
    """

    step: str
    outcome: str | None = None
    together: int = 1
    whole: bool = False

    def __str__(self) -> str:
        which = f"同时{self.together}路{'' if self.whole else '中的一路'}" if self.together > 1 else ""
        said = "；".join(filter(None, (self.outcome, which)))
        return f"{self.step}〔{said}〕" if said else self.step


class Related(NamedTuple):
    """A second place that the finding is about, with a short Chinese word on what is there."""

    message: str
    path: Path = ()
    place: Place | None = None
    power: str | None = None


class Fix(NamedTuple):
    """A mend of the text that loses nothing: replace the characters ``start`` to ``end`` of ``file`` by ``text``.

    ``start`` and ``end`` are offsets in characters of the decoded text.
    """

    file: str
    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """One defect.

    ``code``: the rule's code. ``variant``: which of the rule's messages; ``args`` fill it.
    ``path``: where in the model of ``power`` (the power's key in the project; None: a file of the project).
    ``place``: given where the defect is of the text, not of the model; else it is found from the path.
    ``severity``: only where it differs from the rule's own. ``follows_from``: the code of the finding
    that this one is merely a consequence of.
    """

    code: str
    path: Path = ()
    args: Mapping[str, Any] = {}
    variant: str = ""
    power: str | None = None
    place: Place | None = None
    severity: Severity | None = None
    witness: tuple[WitnessStep, ...] = ()
    related: tuple[Related, ...] = ()
    fix: tuple[Fix, ...] = ()
    follows_from: str | None = None
