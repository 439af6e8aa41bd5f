"""The files of a project, and of the library as far as they are needed: each found, read and validated once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from powermodel.decode import Document, Map, locate, read, validate
from powermodel.decode.validate import chinese
from powermodel.finding import Finding, Place, Severity
from powermodel.model.base import Model
from powermodel.model.settings import Settings
from powermodel.project.files import SETTINGS, Entry, Index, entry, library_root, scan, shown

M = TypeVar("M", bound=Model)


class Sources:
    """What reading gives: ``findings``, ``documents`` (file → text), ``trees`` (data with marks, by what it is of).

    ``only``: the files that were asked for; None: the whole project.
    """

    def __init__(self, root: Path, only: list[Path] | None) -> None:
        self.root, self.only = root, only
        self.findings: list[Finding] = []
        self.documents: dict[str, Document] = {}
        self.trees: dict[str, Map] = {}
        self._roots: dict[Path, Map | None] = {}

    def document(self, path: Path, model: type[Model]) -> Map | None:
        """The data of a file with Chinese keys; its findings are kept (once)."""
        if path not in self._roots:
            document = read(path, shown(path))
            self.documents[document.file] = document
            document.findings += chinese(document, model)
            self.findings += document.findings
            self._roots[path] = document.root
        return self._roots[path]

    def made(self, path: Path, model: type[M]) -> tuple[M | None, Map | None]:
        """The model of a file and the data it was made of."""
        root = self.document(path, model)
        if root is None:
            return None, None
        made, data, findings = validate(root, model, shown(path))
        self.findings += findings
        return made, data

    # -- which files --------------------------------------------------------------------------------------------

    @property
    def is_project(self) -> bool:
        """Whether there is a powermodel.yaml; else the folder is a bare one."""
        return (self.root / SETTINGS).is_file()

    @cached_property
    def library(self) -> Index:
        """The flows of the library."""
        return scan(library_root(), [library_root() / "flows"])

    @cached_property
    def index(self) -> Index:
        """The files of the project. In a folder of a kind, files that nothing is known of are of that kind.

        Where there is no folder of flows, all YAML files of the project count.
        """
        folders = self.settings.folders
        kinds = {
            "flow": folders.flows,
            "risks": folders.risks,
            "posts": folders.posts,
            "community": folders.communities,
        }
        places = {kind: path for kind, folder in kinds.items() if (path := self.inside(folder))}
        if "flow" not in places:
            return scan(self.root, [self.root])
        beside = [path for path in sorted(self.root.glob("*.y*ml")) if path.name != SETTINGS]
        found = scan(self.root, [*places.values(), *beside])
        for number, each in enumerate(found.entries):
            kind = next((k for k, place in places.items() if each.path.is_relative_to(place)), None)
            if each.role == "unknown" and kind:
                found.entries[number] = each._replace(role=kind)
        return found

    def inside(self, folder: str) -> Path | None:
        """A folder or file of the project that is there, written with either slash.

        One that leaves the project is F011; one that the settings name and that is not there is F007.
        """
        path = Path(os.path.normpath(self.root / folder.replace("\\", "/")))
        leaves = not path.is_relative_to(self.root) or re.match("[A-Za-z]:", folder)
        if not leaves and os.path.exists(path):  # noqa: PTH110  Path.exists raises when a name is too long
            return path
        said = next((value for value in self._folders.values() if value == folder), None)
        if said is not None:
            args = {"path": folder, "kind": "文件夹", "name": folder}
            code, variant = ("F011", "path") if leaves else ("F007", "")
            finding = Finding(code, ("目录",), args, variant, place=said.place)
            if finding not in self.findings:
                self.findings.append(finding)
        return None

    @property
    def _folders(self) -> Map:
        folders = self.trees.get("", Map()).get("目录")
        return folders if isinstance(folders, Map) else Map()

    def wanted(self, role: str) -> list[Entry]:
        """The files of a role that were asked for, or all."""
        if self.only is None:
            return self.index.of(role)
        return [each for each in self._asked if each.role == role]

    @cached_property
    def _asked(self) -> list[Entry]:
        """The files asked for by name; one that nothing is known of is taken for a flow."""
        return [e._replace(role="flow") if e.role == "unknown" else e for e in map(entry, self.only or ())]

    def flows(self) -> list[Entry]:
        """The flows that were asked for. Where nothing else is there, files that nothing is known of are flows too."""
        found = self.wanted("flow")
        strange = self.index.of("unknown") if self.only is None else []
        if not found and not self.is_project:
            return strange
        for each in strange:
            place = Place(shown(each.path), 0, 0)
            self.findings.append(Finding("F005", variant="unknown", place=place, severity=Severity.INFO))
        return found

    # -- the project's own settings -----------------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        """powermodel.yaml, or all defaults."""
        path = self.root / SETTINGS
        self.trees[""] = Map((), Place(shown(path)))
        if not self.is_project:
            return Settings.model_construct()
        made, data = self.made(path, Settings)
        self.trees[""] = data if data is not None else self.trees[""]
        return made or Settings.model_construct()

    def place(self, tree: str, path: Iterable[str]) -> Place | None:
        """Where a value of a file was typed."""
        return locate(self.trees[tree], tuple(path)) if tree in self.trees else None
