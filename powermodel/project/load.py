"""Load a project: all findings of reading it, and as much of a model as can be saved."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermodel.decode import Document, Map, Text, read, validate
from powermodel.decode.marks import copy
from powermodel.decode.validate import chinese
from powermodel.finding import Finding, Place, Related
from powermodel.model.base import Model
from powermodel.model.post import PostFile
from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.model.risk import Risk, RiskFile
from powermodel.model.settings import CatalogueFile, Settings
from powermodel.nearest import suggestion
from powermodel.project.files import CATALOGUE, SETTINGS, Entry, Index, entry, library_root, scan, shown
from powermodel.project.layers import Layer
from powermodel.project.references import References
from powermodel.project.risks import resolve_risks
from powermodel.project.tables import DataTables, fitted

if TYPE_CHECKING:
    from powermodel.model.community import Community

LIBRARY = ("库/", "library/")


@dataclass
class Loaded:
    """A project with what reading it found.

    ``trees``: power key → its data with marks (for places). ``documents``: file → text (for snippets).
    ``asked``: the power keys and files that the user asked about; None: all.
    """

    root: Path
    project: Project
    findings: list[Finding] = field(default_factory=list)
    trees: dict[str, Map] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    asked: frozenset[str] | None = None


def load(
    root: Path, only: Iterable[Path] | None = None, *, today: date | None = None, community: str | None = None
) -> Loaded:
    """Load the project in folder ``root``.

    ``only``: load just these flow files (and what they refer to). ``community``: the name of one of the project's
    communities, whose bindings, settings and changes are laid over it. Broken files give findings, not exceptions.
    """
    return _Loader(root, None if only is None else [p.resolve() for p in only], today or date.today()).load(
        community
    )


class _Loader:
    def __init__(self, root: Path, only: list[Path] | None, today: date) -> None:
        self.root, self.only, self.today = root.resolve(), only, today
        self.findings: list[Finding] = []
        self.documents: dict[str, Document] = {}
        self.roots: dict[Path, Map | None] = {}
        self.trees: dict[str, Map] = {}
        self.powers: dict[str, Power] = {}
        self.files: dict[str, str] = {}
        self.power_findings: list[Finding] = []

    # -- files ------------------------------------------------------------------------------------------------

    def document(self, path: Path, model: type[Model]) -> Map | None:
        """The data of a file with Chinese keys; its findings are kept (once)."""
        if path not in self.roots:
            document = read(path, shown(path))
            self.documents[document.file] = document
            if document.root is not None:
                document.findings += chinese(document.root, model)
            self.findings += document.findings
            self.roots[path] = document.root
        return self.roots[path]

    @cached_property
    def library(self) -> Index:
        return scan(library_root(), [library_root() / "flows"])

    @cached_property
    def risk_library(self) -> list[Entry]:
        return scan(library_root(), [library_root() / "riskpoints"]).entries

    @cached_property
    def index(self) -> Index:
        folders = self.settings.folders
        places = [self.inside(folders.flows), self.inside(folders.risks), self.inside(folders.posts)]
        chosen = [p for p in places[:1] if p is not None and p.is_dir()]
        if chosen and (self.root / SETTINGS).is_file():
            found = scan(self.root, [p for p in places if p is not None and p.exists()])
            extra = [self.root / CATALOGUE, self.inside(folders.communities)]
            found.entries += scan(self.root, [p for p in extra if p is not None and p.exists()]).entries
            return found
        return scan(self.root, [self.root])

    def inside(self, folder: str) -> Path | None:
        """A folder of the project; one that leaves it is F011."""
        path = Path(os.path.normpath(self.root / folder))
        if not path.is_relative_to(self.root):
            self.findings.append(
                Finding(
                    "F011",
                    args={"path": folder},
                    variant="path",
                    place=Place(shown(self.root / SETTINGS), 1, 1),
                )
            )
            return None
        return path

    # -- the project ------------------------------------------------------------------------------------------

    @cached_property
    def settings_data(self) -> Map:
        path = self.root / SETTINGS
        return (self.document(path, Settings) if path.is_file() else None) or Map((), Place(shown(path)))

    @cached_property
    def settings(self) -> Settings:
        self.trees[""] = self.settings_data
        if not self.settings_data:
            return Settings.model_construct()
        made, self.trees[""], findings = validate(self.settings_data, Settings, shown(self.root / SETTINGS))
        self.findings += findings
        return made or Settings.model_construct()

    def load(self, community: str | None) -> Loaded:
        settings = self.settings
        catalogue = self._catalogue()
        posts, incompatible, has_posts = self._posts()
        communities = self._communities()
        chosen = communities.get(community or "")
        changes: dict[str, Any] = dict(chosen.changes) if chosen else {}
        for flow in self._wanted():
            self._power(flow, changes)
        project = Project(
            settings=settings if chosen is None else _over(settings, chosen),
            powers=self._enabled(chosen),
            posts=_bound(posts, chosen),
            incompatible=incompatible,
            risks=self._own_risks(),
            tables=self._tables(),
            today=self.today,
            catalogue=catalogue,
            communities=communities,
            community=chosen,
            files=self.files,
            has_posts=has_posts,
            own_risks=frozenset(self._own_risk_data),
            library_powers=self._library_names(),
        )
        for key, power in self.powers.items():
            self.power_findings += References(key, power, project).findings()
        self._doubles()
        asked = None
        if self.only is not None:
            asked = frozenset(
                [shown(p) for p in self.only]
                + [k for k, f in self.files.items() if Path(f).resolve() in self.only]
            )
        of_file = {shown(Path(file)): key for key, file in self.files.items()}
        for number, finding in enumerate(self.findings):
            if finding.power is None and finding.place is not None:
                self.findings[number] = replace(finding, power=of_file.get(finding.place.file))
        return Loaded(
            self.root,
            project,
            _unique(self.findings + self.power_findings),
            self.trees,
            self.documents,
            asked,
        )

    def _tables(self) -> DataTables:
        own = self.trees[""].get("数据表")
        rows, findings = fitted(own) if isinstance(own, Map) else ({}, [])
        self.findings += findings
        return DataTables(rows)

    def _library_names(self) -> frozenset[str]:
        if not any(step.calls for power in self.powers.values() for step in power.steps.values()):
            return frozenset()
        flows = self.library.of("flow")
        return frozenset(n for e in flows for n in (e.name, e.code, e.path.stem) if n)

    def _enabled(self, chosen: Community | None) -> dict[str, Power]:
        if chosen is None:
            return self.powers
        enabled = chosen.enabled
        return {
            key: power
            for key, power in self.powers.items()
            if (enabled is None or key in enabled or power.code in enabled)
            and key not in chosen.disabled
            and power.code not in chosen.disabled
        }

    def _wanted(self) -> list[Entry]:
        if self.only is None:
            if self.index.root == self.root and not (self.root / SETTINGS).is_file():
                return [e for e in self.index.entries if e.role == "flow"] or [
                    e for e in self.index.entries if e.role == "unknown"
                ]
            flows = self.inside(self.settings.folders.flows)
            return [
                e for e in self.index.entries
                if e.role == "flow" or (e.role == "unknown" and flows and e.path.is_relative_to(flows))
            ]  # fmt: skip
        return [e if e.role != "unknown" else replace(e, role="flow") for e in map(entry, self.only)
                if e.role in ("flow", "unknown")]  # fmt: skip

    def _catalogue(self) -> tuple[Any, ...] | None:
        path = self.root / CATALOGUE
        if not path.is_file():
            return None
        root = self.document(path, CatalogueFile)
        if root is None:
            return ()
        made, data, findings = validate(root, CatalogueFile, shown(path))
        self.findings += findings
        self.trees["目录.yaml"] = data
        return made.entries if made else ()

    # -- posts ------------------------------------------------------------------------------------------------

    def _posts(self) -> tuple[dict[str, Any], tuple[Any, ...], bool]:
        own = [e.path for e in self.index.of("posts")] if self.only is None else self._posts_beside()
        shipped = library_root() / "flows" / "posts.yaml"
        base = self._post_file(shipped) if shipped.resolve() not in [p.resolve() for p in own] else PostFile()
        files = [self._post_file(path) for path in own]
        posts = dict(base.posts)
        incompatible = list(base.incompatible)
        for file in files:
            for name, post in file.posts.items():
                old = posts.get(name)
                posts[name] = (
                    old.model_copy(update={k: getattr(post, k) for k in post.model_fields_set})
                    if old
                    else post
                )
            incompatible += [i for i in file.incompatible if i not in incompatible]
        return posts, tuple(incompatible), bool(own)

    def _posts_beside(self) -> list[Path]:
        """posts.yaml of the project, when only single files are looked at."""
        path = self.inside(self.settings.folders.posts)
        if path is not None and path.is_file():
            return [path]
        for wanted in self.only or ():
            for folder in wanted.parents:
                if (folder / "posts.yaml").is_file():
                    return [folder / "posts.yaml"]
                if folder == self.root:
                    break
        return []

    def _post_file(self, path: Path) -> PostFile:
        root = self.document(path, PostFile)
        if root is None:
            return PostFile()
        made, data, findings = validate(root, PostFile, shown(path))
        self.findings += findings
        self.trees.setdefault("posts.yaml", data)
        if (
            not path.resolve().is_relative_to(library_root().resolve())
            or self.root == library_root() / "flows"
        ):
            self.trees["posts.yaml"] = data
        return made or PostFile()

    def _communities(self) -> dict[str, Community]:
        entries = self.index.of("community") if (self.root / SETTINGS).is_file() and self.only is None else []
        if not entries:
            return {}
        # Imported where it is needed: its thirty fields cost a cold start 10 ms.
        from powermodel.model.community import Community

        found: dict[str, Community] = {}
        for each in entries:
            root = self.document(each.path, Community)
            if root is None:
                continue
            made, data, findings = validate(root, Community, shown(each.path))
            self.findings += findings
            if made:
                found[made.community] = made
                self.trees[f"社区/{made.community}"] = data
        return found

    # -- risks ------------------------------------------------------------------------------------------------

    @cached_property
    def _own_risk_data(self) -> dict[str, Map]:
        if self.only is not None and not (self.root / SETTINGS).is_file():
            return {}
        library = (library_root() / "riskpoints").resolve()
        own = [e for e in self.index.of("risks") if not e.path.resolve().is_relative_to(library)]
        if self.root == library:
            own = self.index.of("risks")
        return self._risk_files(own)

    def _risk_files(self, entries: Iterable[Entry]) -> dict[str, Map]:
        found: dict[str, Map] = {}
        for each in entries:
            root = self.document(each.path, RiskFile)
            risks = root.get("风险点") if root is not None else None
            for name, risk in risks.items() if isinstance(risks, Map) else ():
                if name in found:
                    first, again = found[name].place, risks.at.get(name, risks.place)
                    self._double("风险点", name, first, again)
                elif isinstance(risk, Map):
                    risk.place = risks.at.get(name, risk.place)
                    found[name] = risk
        return found

    @cached_property
    def _library_risks(self) -> dict[str, Map]:
        return {}

    def _risk(self, name: str) -> Map | None:
        """The data of a risk point: the project's own, else the library's. Only files that hold the name are parsed."""
        if name in self._own_risk_data:
            return self._own_risk_data[name]
        if name not in self._library_risks:
            for each in [e for e in self.risk_library if name in e.text]:
                self.risk_library.remove(each)
                self._library_risks.update(self._risk_files([each]))
        return self._library_risks.get(name)

    def _risk_names(self) -> list[str]:
        for each in list(self.risk_library):
            self.risk_library.remove(each)
            self._library_risks.update(self._risk_files([each]))
        return [*self._own_risk_data, *self._library_risks]

    def _own_risks(self) -> dict[str, Risk]:
        """Models of the project's own risk points, and of the library's that were read."""
        made: dict[str, Risk] = {}
        for own, data in ((False, self._library_risks), (True, self._own_risk_data)):
            for name, raw in data.items():
                risk, tree, findings = validate(raw, Risk, raw.place.file)
                self.trees[f"风险点/{name}"] = tree
                if own:
                    self.findings += [replace(f, path=("风险点", name, *f.path)) for f in findings]
                if risk:
                    made[name] = risk.model_copy(update={"name": name})
        return made

    # -- powers -----------------------------------------------------------------------------------------------

    def _power(self, flow: Entry, changes: dict[str, Any]) -> None:
        own = self.document(flow.path, Power)
        if own is None:
            return
        file = shown(flow.path)
        data = self._laid(own, flow.path, ())
        name = data.get("权力")
        key = str(name) if isinstance(name, str) and name else flow.path.stem
        number = 2
        while key in self.powers:
            key, number = f"{name}（{number}）", number + 1
        if key in changes and isinstance(changes[key], Map):
            layer = Layer()
            layer.lay(data, changes[key])
            self.power_findings += [replace(f, power=key) for f in layer.findings]
        findings = resolve_risks(data, self._risk, self._risk_names)
        power, tree, wrong = validate(data, Power, file, key)
        if any(f.code == "F004" for f in wrong):
            # A misspelt 步骤 or 风险点 is read as what it was meant for; only now its references can be resolved.
            findings += resolve_risks(tree, self._risk, self._risk_names)
            power, tree, again = validate(tree, Power, file, key)
            wrong += again
        self.power_findings += [replace(f, power=key) for f in findings] + wrong
        self.trees[key] = tree
        self.files[key] = str(flow.path)
        if power is not None:
            self.powers[key] = power

    def _laid(self, own: Map, path: Path, seen: tuple[Path, ...]) -> Map:
        """The data of a power with its layers laid: the base first, then what differs."""
        source = own.get("来源")
        data = copy(own)
        changes = data.pop("修改", None)
        data.pop("来源", None)
        if not isinstance(source, Text) or not source:
            if isinstance(changes, Map):
                self._say_layer("F009", "no_base", own.at.get("修改", own.place), "修改")
            return data
        base_path = self._base(str(source), path, source.place)
        if base_path is None:
            return data
        if base_path in (*seen, path):
            names = " → ".join(p.stem for p in (*seen, path, base_path))
            self._say_layer("F011", "circle", source.place, names)
            return data
        base_own = self.document(base_path, Power)
        if base_own is None:
            return data
        base = self._laid(base_own, base_path, (*seen, path))
        layer = Layer()
        layer.lay(base, data)
        if isinstance(changes, Map):
            layer.lay(base, changes)
        self.power_findings += layer.findings
        return base

    def _say_layer(self, code: str, variant: str, place: Place, text: str) -> None:
        self.findings.append(Finding(code, args={"name": text, "path": text}, variant=variant, place=place))

    def _base(self, source: str, path: Path, place: Place) -> Path | None:
        if ".." in Path(source).parts or Path(source).is_absolute() or source.startswith(("/", "\\")):
            self._say_layer("F011", "source", place, source)
            return None
        index, word, below = self.index, source, self.root / self.settings.folders.flows
        for prefix in LIBRARY:
            if source.startswith(prefix):
                index, word, below = self.library, source.removeprefix(prefix), library_root() / "flows"
        candidates = (
            index.entries
            if index is self.library
            else [e for e in index.entries if e.path.resolve() != path.resolve()]
        )
        found = Index(index.root, candidates).power(word, below)
        if found is None and index is not self.library:
            found = index.power(word, below)
        if found is None:
            names = [e.name or e.path.stem for e in index.of("flow")]
            if index is not self.library and self.library.power(word, library_root() / "flows"):
                names.insert(0, f"库/{word}")
            near = suggestion(word, names)
            self.findings.append(
                Finding("F007", ("来源",), {"kind": "来源", "name": source, "near": near}, place=place)
            )
            return None
        return found.path.resolve()

    # -- doubles ----------------------------------------------------------------------------------------------

    def _double(self, kind: str, name: str, first: Place, again: Place) -> None:
        self.findings.append(
            Finding(
                "F008", args={"kind": kind, "name": name, "file": first.file, "line": first.line}, place=again,
                related=(Related("第一次用在这里", place=first),),
            )
        )  # fmt: skip

    def _doubles(self) -> None:
        """The same name or code of two powers, or code of two risk points, across files."""
        seen: dict[tuple[str, str], Place] = {}
        for key, tree in self.trees.items():
            if key not in self.powers and not key.startswith("风险点/"):
                continue
            fields = ("编号",) if key.startswith("风险点/") else ("权力", "编号")
            for field_name in fields:
                value = tree.get(field_name)
                if not isinstance(value, Text) or not value:
                    continue
                mark = ("风险编号" if key.startswith("风险点/") else field_name, str(value))
                if mark in seen and seen[mark] != value.place:
                    kind = {"权力": "权力名称", "编号": "编号", "风险编号": "风险点编号"}[mark[0]]
                    self._double(kind, str(value), seen[mark], value.place)
                seen.setdefault(mark, value.place)
        if self.only is not None:
            self._doubles_elsewhere(seen)

    def _doubles_elsewhere(self, seen: dict[tuple[str, str], Place]) -> None:
        """Names and codes of files that were not asked about, from their text alone."""
        if not (self.root / SETTINGS).is_file():
            return
        loaded = {Path(f).resolve() for f in self.files.values()}
        for each in self.index.of("flow"):
            if each.path.resolve() in loaded:
                continue
            for kind, value in (("权力", each.name), ("编号", each.code)):
                if value and (kind, value) in seen:
                    first = Place(shown(each.path), 1, 1)
                    self._double("权力名称" if kind == "权力" else "编号", value, first, seen[kind, value])


def _over(settings: Settings, community: Community) -> Settings:
    update = {k: getattr(community, k) for k in community.model_fields_set if k in Settings.model_fields}
    made = settings.model_copy(update=update)
    return made if "name" in update else made.model_copy(update={"name": community.community})


def _bound(posts: dict[str, Any], community: Community | None) -> dict[str, Any]:
    if community is None:
        return posts
    from powermodel.model.post import Post

    made = dict(posts)
    for name, binding in community.bindings.items():
        update = {k: getattr(binding, k) for k in binding.model_fields_set}
        made[name] = made.get(name, Post()).model_copy(update=update)
    return made


def _unique(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in findings:
        if finding not in kept:
            kept.append(finding)
    return kept
