"""The run: which rules, on what, and what becomes of their findings."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from powermodel.decode import Document
from powermodel.finding import Finding, Severity
from powermodel.project import Loaded
from powermodel.project.files import DECISIONS, shown
from powermodel.review.causes import folded, standing
from powermodel.review.placed import PlacedFinding, PlacedRelated, path_text
from powermodel.review.places import Places
from powermodel.review.waive import waive
from powermodel.rules.registry import PRESETS, Rule, catalogue
from powermodel.rules.view import ProjectView, View

if TYPE_CHECKING:
    from powermodel.review.decisions import Record

_LEVELS = {"错误": Severity.ERROR, "警告": Severity.WARNING, "提示": Severity.INFO}


class Options(NamedTuple):
    """What to look for. ``select``/``ignore``: codes or their beginnings (G, R3, T402)."""

    preset: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass
class Report:
    """What a review found. ``held_back``: power → codes not run because its graph is broken.

    ``crashes``: rules that failed, with their traceback; the rest has run. ``known``: findings that a baseline
    holds. ``codes``: what was looked for; ``partial``: only some files of the project were. ``projects``: the
    folders of the projects that were reviewed.
    """

    findings: list[PlacedFinding] = field(default_factory=list)
    waived: list[PlacedFinding] = field(default_factory=list)
    held_back: dict[str, tuple[str, ...]] = field(default_factory=dict)
    crashes: list[tuple[str, str]] = field(default_factory=list)
    powers: int = 0
    steps: int = 0
    risks: int = 0
    documents: dict[str, Document] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    known: list[PlacedFinding] = field(default_factory=list)
    codes: frozenset[str] = frozenset()
    partial: bool = False
    projects: list[str] = field(default_factory=list)

    def count(self, severity: Severity) -> int:
        """Findings of one severity; consequences of others are not counted."""
        return sum(1 for f in self.findings if f.severity is severity and f.follows_from is None)

    def worst(self) -> Severity | None:
        return max((f.severity for f in self.findings if f.follows_from is None), default=None)

    def merged(self, other: Report) -> Report:
        """This report and another of a different project, as one."""
        return Report(
            self.findings + other.findings, self.waived + other.waived, {**self.held_back, **other.held_back},
            self.crashes + other.crashes, self.powers + other.powers, self.steps + other.steps,
            self.risks + other.risks, {**self.documents, **other.documents}, {**self.views, **other.views},
            self.known + other.known, self.codes | other.codes, self.partial or other.partial,
            self.projects + other.projects,
        )  # fmt: skip


def review(loaded: Loaded, options: Options = Options()) -> Report:
    """Run the rules on a loaded project."""
    return _Run(loaded, options).report()


def blocking(loaded: Loaded) -> Report:
    """The review of a project for a paper that 错误 stop.

    As `review` gives it where there is an 错误; else without findings, since rules that can't find one are not run.
    The views are there in either case.
    """
    run = _Run(loaded, Options())
    return review(loaded) if run.may_block() else run.made


class _Run:
    def __init__(self, loaded: Loaded, options: Options) -> None:
        self.loaded, self.options = loaded, options
        self.left_out: frozenset[str] = frozenset()
        self.project = loaded.project
        self.rules = catalogue()
        self.places = Places(loaded)
        asked = loaded.asked
        self.views = {
            key: View(key, power, self.project)
            for key, power in self.project.powers.items()
            if asked is None or key in asked
        }
        self.made = Report(
            documents=loaded.documents,
            views=self.views,
            partial=asked is not None,
            projects=[shown(loaded.root)],
        )

    def may_block(self) -> bool:
        """Whether some finding is an 错误, be it only the consequence of another.

        Rules that find nothing so bad are left out, but for those that are waived: a waiver of what is not there is an
        错误 itself.
        """
        if record := self._record():
            from powermodel.review.decisions import ABOUT

            if record.findings or any(self._severity(Finding(code)) is Severity.ERROR for code in ABOUT):
                return True  # what is wrong with a decision hangs on all findings
        waived = {waiver.rule for power in self.project.powers.values() for waiver in power.waivers}
        self.left_out = frozenset(
            code
            for code, rule in self.rules.items()
            if rule.check and code not in waived and self._severity(Finding(code)) is not Severity.ERROR
        )
        found, _ = self._found()
        return any(self._severity(finding) is Severity.ERROR for finding in found)

    def _found(self) -> tuple[list[Finding], list[Finding]]:
        """What is found, with what is wrong about waivers; and what is waived."""
        found = [f for f in self.loaded.findings if self._asked(f)]
        for view in self.views.values():
            found += self._of_power(view)
        everything = ProjectView(self.project, self.views)
        if self.loaded.asked is None:
            for rule in self._running:
                if rule.of == "project":
                    found += self._run(rule, everything, None)
        found = [f for f in found if self._wanted(f.code)]
        self.made.codes = self._active_codes()
        kept, waived, about = waive(found, self.project, self.made.codes, partial=bool(self.options.select))
        return kept + [f for f in about if self._wanted(f.code)], waived

    def report(self) -> Report:
        found, waived = self._found()
        self.made.findings = self._once(sorted((self._place(f) for f in folded(standing(found))), key=_order))
        self.made.waived = sorted((self._place(f) for f in waived), key=_order)
        self._decided()
        self.made.powers = len(self.views)
        self.made.steps = sum(1 for v in self.views.values() for n in v.flow.nodes.values() if not n.is_end)
        self.made.risks = sum(len(v.risks) for v in self.views.values())
        return self.made

    def _record(self) -> Record | None:
        """What meetings decided; None where no record is kept, or only some files are looked at."""
        if self.made.partial or not (self.loaded.root / DECISIONS).is_file():
            return None
        from powermodel.review.decisions import Record

        return Record(self.loaded.root)

    def _decided(self) -> None:
        """Findings about what meetings decided, where the project has decisions (W855–W857)."""
        record = self._record()
        if record is None:
            return
        from powermodel.review.decisions import about

        if record.document is not None:
            self.loaded.documents[record.document.file] = record.document
        found = [f for f in about(record, self.made, self.project.today) if self._wanted(f.code)]
        self.made.findings = sorted([*self.made.findings, *map(self._place, found)], key=_order)

    # -- which rules ------------------------------------------------------------------------------------------

    def _active_codes(self) -> frozenset[str]:
        return frozenset(code for code in self.rules if self._wanted(code))

    def _wanted(self, code: str) -> bool:
        options, settings = self.options, self.project.settings.rules
        if options.ignore and code.startswith(options.ignore):
            return False
        if options.select:
            return code.startswith(options.select)
        level = settings.levels.get(code)
        if level is not None:
            return str(level) != "关"
        preset = options.preset or str(settings.preset)
        rule = self.rules.get(code)
        return rule is None or PRESETS.index(rule.preset) <= PRESETS.index(preset)

    @cached_property
    def _running(self) -> list[Rule]:
        """The rules that are run."""
        return [
            rule
            for code, rule in self.rules.items()
            if rule.check and code not in self.left_out and self._wanted(code)
        ]

    def _of_power(self, view: View) -> list[Finding]:
        found: list[Finding] = []
        waiting: list[Rule] = []
        broken = any(
            f.power == view.key
            and f.code in ("F005", "F006", "F007")
            and f.path[:1] == ("步骤",)
            and "风险点" not in f.path
            for f in self.loaded.findings
        )
        for rule in self._running:
            if rule.of != "power":
                continue
            if rule.needs_sound:
                waiting.append(rule)
                continue
            found += self._run(rule, view, view.key)
        broken = broken or any(f.code[0] == "G" and self._severity(f) is Severity.ERROR for f in found)
        if not broken:
            for rule in waiting:
                found += self._run(rule, view, view.key)
        elif waiting:
            self.made.held_back[view.key] = tuple(rule.code for rule in waiting)
        return found

    def _run(self, rule: Rule, view: View | ProjectView, power: str | None) -> list[Finding]:
        assert rule.check is not None
        found: list[Finding] = []
        try:
            for finding in rule.check(view):
                found.append(finding._replace(code=rule.code, power=finding.power or power))
        except Exception:
            self.made.crashes.append((f"{rule.code}（{power or '整个项目'}）", traceback.format_exc()))
        return found

    # -- places -----------------------------------------------------------------------------------------------

    def _asked(self, finding: Finding) -> bool:
        asked = self.loaded.asked
        if asked is None:
            return True
        if finding.power is not None and finding.power not in asked:
            return False
        place = self.places.at(finding)
        own = not self.project.files or place.file in asked or finding.power in asked
        return own or place.file.endswith(("posts.yaml", "powermodel.yaml"))

    def _severity(self, finding: Finding) -> Severity:
        level = self.project.settings.rules.levels.get(finding.code)
        if level is not None and str(level) in _LEVELS:
            return _LEVELS[str(level)]
        if finding.severity is not None:
            return finding.severity
        rule = self.rules.get(finding.code)
        return rule.severity if rule else Severity.ERROR

    def _place(self, finding: Finding) -> PlacedFinding:
        rule, places = self.rules[finding.code], self.places
        message, help_ = rule.say(finding)
        if rule.by_stage and finding.power in self.views:
            help_ += self.views[finding.power].doubt(finding.path)
        said = places.at(finding)
        place, also = places.to_mend(finding, said)
        related = (
            *(PlacedRelated(places.of(r, finding.power) or said, r.message) for r in finding.related),
            *also,
        )
        return PlacedFinding(
            finding.code, self._severity(finding), message, help_, place, path_text(finding.path), finding.power,
            places.line(place), finding.witness, related, finding.fix, finding.follows_from, finding,
            places.within(said.file),
        )  # fmt: skip

    def _once(self, placed: list[PlacedFinding]) -> list[PlacedFinding]:
        """Without repetitions: one defect of a file of risks, met by every power that uses it, is one finding; so is
        what can't be read in a flow that others start from."""
        owners = {file: key for key, file in self.places.own.items()}
        same: dict[object, list[PlacedFinding]] = {}
        for each in sorted(placed, key=lambda f: owners.get(f.place.file, f.power) != f.power):
            power = each.power if each.place.file in owners and each.code[0] != "F" else None
            same.setdefault((each.code, each.place, each.message, each.follows_from, power), []).append(each)
        return sorted(
            (
                (self._of_entry(found) if found[0].place.file not in owners else found[0])._replace(
                    powers=self._concerned(found)
                )
                for found in same.values()
            ),
            key=_order,
        )

    def _concerned(self, found: list[PlacedFinding]) -> tuple[str, ...]:
        """The powers that one finding was met by, and those that use the risk point of a file of risks it is about."""
        met = [f.power for f in found if f.power]
        kind, name, *_ = (*found[0].raw.path, "", "")
        if kind == "风险点":
            met += [
                key for key, view in self.views.items() if any(at.risk.reference == name for at in view.risks)
            ]
        return tuple(dict.fromkeys(met))

    def _of_entry(self, found: list[PlacedFinding]) -> PlacedFinding:
        """The finding for all uses of an entry of a file of risks. One that names its ``entry`` is of that, whichever
        powers use it, and says how many do."""
        entry = found[0].raw.args.get("entry")
        if entry is None:
            return found[0]
        names = list(dict.fromkeys(self.project.powers[f.power].name for f in found if f.power))
        shown = "、".join(names[:3]) + (f"等 {len(names)} 项权力" if len(names) > 3 else "")
        message = f"{found[0].message}（用在 {len(found)} 处：{shown}）"
        return found[0]._replace(power=None, path=path_text(entry), message=message)


def _order(placed: PlacedFinding) -> tuple[str, int, int, int, str, str]:
    """By file, in each the worst first: a meeting looks at the top of the screen."""
    place = placed.place
    return (place.file, -placed.severity, place.line, place.column, placed.code, placed.message)
