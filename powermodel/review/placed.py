"""A finding with its words and its place: what is printed."""

from typing import NamedTuple

from powermodel.finding import Finding, Fix, Path, Place, Severity, WitnessStep


def path_text(path: Path) -> str:
    """A path as findings, waivers and decisions write it: joined by “.”, a “.” in a name escaped."""
    return ".".join(segment.replace("\\", "\\\\").replace(".", "\\.") for segment in path)


class PlacedRelated(NamedTuple):
    """A second place of a finding."""

    place: Place
    message: str


class PlacedFinding(NamedTuple):
    """A finding as it is reported. ``line_text``: the source line (empty where the place is a whole file).

    ``follows_from``: code of the finding that this one is only a consequence of; None for a defect of its own.
    ``within``: the file below the project's folder, whatever folder the user stands in. ``powers``: the keys of all
    powers it concerns, several where they share what it is about; none where it is of no power.
    """

    code: str
    severity: Severity
    message: str
    help: str
    place: Place
    path: str
    power: str | None
    line_text: str
    witness: tuple[WitnessStep, ...]
    related: tuple[PlacedRelated, ...]
    fix: tuple[Fix, ...]
    follows_from: str | None
    raw: Finding
    within: str = ""
    powers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Stable id: code, power (or file) and path; lines may move, and the user may stand in another folder."""
        return f"{self.code}:{self.power or self.within or self.place.file}:{self.path}"
