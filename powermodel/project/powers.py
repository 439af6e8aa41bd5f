"""Powers: their layers laid, their risk points resolved, their models made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from powermodel.decode import Map, Text, validate
from powermodel.decode.marks import copy
from powermodel.finding import Finding, Place
from powermodel.model.power import Power
from powermodel.nearest import suggestion
from powermodel.project.files import Entry, Index, library_root, resolved, shown
from powermodel.project.layers import Layer
from powermodel.project.risks import resolve_risks
from powermodel.project.shelf import RiskShelf, double
from powermodel.project.sources import Sources

LIBRARY = ("库/", "library/")


class Powers:
    """The powers of a project. ``files``: key → file; ``changes``: what a community changes, by name or code."""

    def __init__(self, sources: Sources, shelf: RiskShelf, changes: Mapping[str, Any]) -> None:
        self.sources, self.shelf, self.changes = sources, shelf, changes
        self.powers: dict[str, Power] = {}
        self.files: dict[str, str] = {}

    def add(self, flow: Entry) -> None:
        """Read a flow file and make a power of it."""
        own = self.sources.document(flow.path, Power)
        if own is None:
            return
        file, data, failed = shown(flow.path), *self._laid(own, flow.path, ())
        key = self._key(data, flow.path)
        for word in dict.fromkeys((key, str(data.get("编号", "")))):
            if isinstance(self.changes.get(word), Map):
                self._lay(data, self.changes[word])
        findings = resolve_risks(data, self.shelf.get, self.shelf.names)
        power, tree, wrong = validate(data, Power, file, key)
        if any(f.code == "F004" for f in wrong):
            # A misspelt 步骤 or 风险点 is read as what it was meant for; only now its references can be resolved.
            findings += resolve_risks(tree, self.shelf.get, self.shelf.names)
            power, tree, again = validate(tree, Power, file, key)
            wrong += again
        if failed:
            # Without what it starts from, a layer lacks everything.
            wrong = [f._replace(follows_from=failed) if f.code == "F005" else f for f in wrong]
        self.sources.findings += [f._replace(power=key) for f in findings] + wrong
        self.sources.trees[key] = tree
        if "来源" in own:
            self.sources.trees[f"来源/{key}"] = own
        self.files[key] = str(flow.path)
        if power is not None:
            self.powers[key] = power

    def _key(self, data: Map, path: Path) -> str:
        name = data.get("权力")
        name = str(name) if isinstance(name, str) and name else path.stem
        key, number = name, 2
        while key in self.files:
            key, number = f"{name}（{number}）", number + 1
        return key

    # -- layers -------------------------------------------------------------------------------------------------

    def _lay(self, base: Map, changes: Map) -> None:
        layer = Layer()
        layer.lay(base, changes)
        self.sources.findings += layer.findings

    def _laid(self, own: Map, path: Path, seen: tuple[Path, ...]) -> tuple[Map, str | None]:
        """The data of a power with its layers laid: the base first, then what differs.

        Also the code of what was wrong with the base, where there is none to lay on.
        """
        data = copy(own)
        changes = data.pop("修改", None)
        source = data.pop("来源", None)
        if not isinstance(source, Text) or not source:
            if isinstance(changes, Map):
                place = own.at.get("修改", own.place)
                self._say(Finding("F009", ("修改",), {"name": "修改"}, "no_base", place=place))
            return data, None
        found = self._base(source, path)
        if isinstance(found, Finding):
            self._say(found)
            return data, found.code
        if found in (*seen, path):
            names = " → ".join(p.stem for p in (*seen, path, found))
            self._say(Finding("F011", ("来源",), {"path": names}, "circle", place=source.place))
            return data, "F011"
        below = self.sources.document(found, Power)
        if below is None:
            return data, "F002"
        base, failed = self._laid(below, found, (*seen, path))
        if source.replace("\\", "/").startswith(LIBRARY):
            # Whoever waived it in the library answers for the library, not for this community.
            base.pop("豁免", None)
        self._lay(base, data)
        if isinstance(changes, Map):
            self._lay(base, changes)
        return base, failed

    def _say(self, finding: Finding) -> None:
        if finding not in self.sources.findings:
            self.sources.findings.append(finding)

    def _base(self, source: Text, path: Path) -> Path | Finding:
        """The file that a 来源 means, or what is wrong with it."""
        word = source.replace("\\", "/")
        if ".." in word.split("/") or word.startswith("/") or re.match("[A-Za-z]:", word):
            return Finding("F011", ("来源",), {"path": str(source)}, "source", place=source.place)
        library, sources = self.sources.library if word.startswith(LIBRARY) else None, self.sources
        if library is not None:
            word = next(word.removeprefix(prefix) for prefix in LIBRARY if word.startswith(prefix))
            found = library.power(word, library_root() / "flows")
        else:
            below = sources.root / sources.settings.folders.flows.replace("\\", "/")
            others = [e for e in sources.index.entries if resolved(e.path) != resolved(path)]
            found = Index(sources.root, others).power(word, below) or sources.index.power(word, below)
        if found is not None:
            return resolved(found.path)
        flows = (library or sources.index).of("flow")
        sign = "库/" if library is not None else ""
        names = [sign + (e.name or e.path.stem) for e in flows if resolved(e.path) != resolved(path)]
        if library is None and sources.library.power(word, library_root() / "flows"):
            names.insert(0, f"库/{word}")
        near = suggestion(word, names)
        return Finding(
            "F007", ("来源",), {"kind": "来源", "name": str(source), "near": near}, place=source.place
        )

    # -- doubles ------------------------------------------------------------------------------------------------

    def doubles(self) -> None:
        """F008: the same name or code of two powers, or code of two risk points, across files."""
        seen: dict[tuple[str, str], Place] = {}
        kinds = {"权力": "权力名称", "编号": "编号"}
        for key, tree in self.sources.trees.items():
            risk = key.startswith("风险点/")
            if key not in self.files and not risk:
                continue
            for field in ("编号",) if risk else ("权力", "编号"):
                value = tree.get(field)
                if not isinstance(value, Text) or not value:
                    continue
                mark = ("风险点编号" if risk else kinds[field], str(value))
                first = seen.setdefault(mark, value.place)
                if first != value.place:
                    self._say(double(*mark, first, value.place))
        if self.sources.only is not None and self.sources.is_project:
            self._doubles_elsewhere(seen)

    def _doubles_elsewhere(self, seen: dict[tuple[str, str], Place]) -> None:
        """Names and codes of files that were not asked about, from their text alone."""
        loaded = {resolved(Path(file)) for file in self.files.values()}
        for each in self.sources.index.of("flow"):
            if resolved(each.path) in loaded:
                continue
            for kind, value in (("权力名称", each.name), ("编号", each.code)):
                if value and (kind, value) in seen:
                    self._say(double(kind, value, Place(shown(each.path), 1, 1), seen[kind, value]))
