"""Load a project: all findings of reading it, and as much of a model as can be saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from powermodel.decode import Document, Map
from powermodel.decode.validate import told
from powermodel.finding import Finding
from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.model.settings import CatalogueEntry, CatalogueFile
from powermodel.project.communities import chosen, enabled, laid_over, load_communities, references
from powermodel.project.files import CATALOGUE, resolved, shown
from powermodel.project.posts import load_posts
from powermodel.project.powers import Powers
from powermodel.project.references import References
from powermodel.project.shelf import RiskShelf
from powermodel.project.sources import Sources
from powermodel.project.tables import DataTables, fitted

if TYPE_CHECKING:
    from powermodel.model.community import Community


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

    ``only``: load just these files (and what they refer to). ``community``: the name of one of the project's
    communities, whose bindings, settings and changes are laid over it. Broken files give findings, not exceptions.
    """
    sources = Sources(resolved(root), None if only is None else [resolved(path) for path in only])
    settings = sources.settings
    catalogue = _catalogue(sources)
    posts = load_posts(sources)
    communities = load_communities(sources)
    one = chosen(community, communities, sources)
    shelf = RiskShelf(sources)
    made = Powers(sources, shelf, one.changes if one else {})
    for flow in sources.flows():
        made.add(flow)
    project = Project(
        settings=laid_over(settings, one),
        powers=enabled(made.powers, one),
        posts=posts.bound(one),
        incompatible=tuple(posts.incompatible),
        risks=shelf.models(),
        tables=_tables(sources, one),
        today=today or date.today(),
        catalogue=catalogue,
        communities=communities,
        community=one,
        files=made.files,
        has_posts=posts.own,
        own_risks=frozenset(shelf.own),
        library_powers=_library_names(sources, made.powers),
    )
    for key, power in made.powers.items():
        sources.findings += told(
            list(References(key, power, project).findings()), shown(Path(made.files[key])), key
        )
    if sources.only is None:
        sources.findings += references(communities, made.powers, posts, sources)
    made.doubles()
    return Loaded(
        sources.root, project, _of_powers(sources.findings, made.files), sources.trees, sources.documents,
        _asked(sources, made.files),
    )  # fmt: skip


def _catalogue(sources: Sources) -> tuple[CatalogueEntry, ...] | None:
    path = sources.root / CATALOGUE
    if not path.is_file():
        return None
    made, data = sources.made(path, CatalogueFile)
    if data is not None:
        sources.trees["目录.yaml"] = data
    return made.entries if made else ()


def _tables(sources: Sources, community: Community | None) -> DataTables:
    """The data tables with the project's rows over them; of a table that a community states, the community's rows."""
    rows: dict[str, Any] = {}
    for tree in ("", f"社区/{community.community}") if community else ("",):
        own = sources.trees[tree].get("数据表")
        made, findings = fitted(own) if isinstance(own, Map) else ({}, [])
        rows |= made
        sources.findings += findings
    return DataTables(rows)


def _library_names(sources: Sources, powers: Mapping[str, Power]) -> frozenset[str]:
    """What powers of the library are called, where a step calls another power."""
    if not any(step.calls for power in powers.values() for step in power.steps.values()):
        return frozenset()
    flows = sources.library.of("flow")
    return frozenset(n for e in flows for n in (e.name, e.code, e.path.stem) if n)


def _asked(sources: Sources, files: Mapping[str, str]) -> frozenset[str] | None:
    if sources.only is None:
        return None
    keys = [key for key, file in files.items() if resolved(Path(file)) in sources.only]
    return frozenset([shown(path) for path in sources.only] + keys)


def _of_powers(findings: Iterable[Finding], files: Mapping[str, str]) -> list[Finding]:
    """The findings, each once; those about a flow file belong to its power."""
    of_file = {shown(Path(file)): key for key, file in files.items()}
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if finding.power is None and finding.place is not None:
            finding = finding._replace(power=of_file.get(finding.place.file))
        mark = (
            finding.code,
            finding.variant,
            finding.path,
            finding.power,
            finding.place,
            str(sorted(finding.args.items())),
        )
        kept.setdefault(mark, finding)
    return list(kept.values())
