"""Risk points by name: the project's own, and those of the library, of which only files with the name are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from powermodel.decode import Map, validate
from powermodel.finding import Finding, Place, Related
from powermodel.model.risk import Risk, RiskFile
from powermodel.project.files import Entry, library_root, scan
from powermodel.project.sources import Sources


class RiskShelf:
    """Risk points as data with marks; ``sources`` reads the files and keeps the findings."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._library: dict[str, Map] = {}

    @cached_property
    def own(self) -> dict[str, Map]:
        """The project's own risk points."""
        sources = self.sources
        if sources.only is not None and not sources.is_project:
            entries = sources.wanted("risks")
        else:
            entries = sources.index.of("risks")
        found: dict[str, Map] = {}
        for each in entries:
            _made, data = sources.made(each.path, RiskFile)
            for name, risk in _risks(data):
                if name in found:
                    sources.findings.append(double("风险点", name, found[name].place, risk.place))
                else:
                    found[name] = risk
        return found

    @cached_property
    def _unread(self) -> list[Entry]:
        return scan(library_root(), [library_root() / "riskpoints"]).entries

    def _read(self, entries: Iterable[Entry]) -> None:
        for each in list(entries):
            self._unread.remove(each)
            for name, risk in _risks(self.sources.document(each.path, RiskFile)):
                self._library.setdefault(name, risk)

    def get(self, name: str) -> Map | None:
        """The data of a risk point; None where neither the project nor the library has it."""
        if name in self.own:
            return self.own[name]
        if name not in self._library:
            self._read(each for each in self._unread if name in each.text)
        return self._library.get(name)

    def names(self) -> list[str]:
        """The names of all risk points (reads the whole library)."""
        self._read(self._unread)
        return [*self.own, *self._library]

    def models(self) -> dict[str, Risk]:
        """The project's own risk points, and those of the library that were read, as models."""
        made: dict[str, Risk] = {}
        for name, raw in {**self._library, **self.own}.items():
            risk, self.sources.trees[f"风险点/{name}"], _findings = validate(raw, Risk, raw.place.file)
            if risk:
                made[name] = risk.model_copy(update={"name": name})
        return made


def _risks(root: Map | None) -> Iterator[tuple[str, Map]]:
    risks = root.get("风险点") if root is not None else None
    if isinstance(risks, Map):
        for name, risk in risks.items():
            if isinstance(risk, Map):
                risk.place = risks.at.get(name, risk.place)
                yield name, risk


def double(kind: str, name: str, first: Place, again: Place) -> Finding:
    """F008: what is called the same, or has the same code, as something in another place."""
    args = {"kind": kind, "name": name, "file": first.file, "line": first.line}
    return Finding("F008", args=args, place=again, related=(Related("第一次用在这里", place=first),))
