"""Waivers: findings that somebody took responsibility for, and waivers that are findings themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from powermodel.finding import Finding
from powermodel.model.power import Waiver
from powermodel.model.project import Project
from powermodel.review.placed import path_text
from powermodel.rules.registry import catalogue


def waive(
    findings: Iterable[Finding], project: Project, active: frozenset[str], partial: bool
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """Split ``findings`` by the waivers of their powers.

    Returns what stays, what is waived, and the findings about the waivers themselves (W851–W854). ``active``:
    codes that were looked for (a waiver of another code can't match). ``partial``: only some rules ran.
    """
    used: set[tuple[str, int]] = set()
    kept: list[Finding] = []
    waived: list[Finding] = []
    for finding in findings:
        number = _matching(finding, project)
        if number is None:
            kept.append(finding)
            continue
        used.add((finding.power or "", number))
        waived.append(finding)
    about = [f for key in project.powers for f in _about(key, project, used, active, partial)]
    return kept, waived, about


def _matching(finding: Finding, project: Project) -> int | None:
    power = project.powers.get(finding.power or "")
    rule = catalogue().get(finding.code)
    if power is None or rule is None or not rule.waivable:
        return None
    for number, waiver in enumerate(power.waivers):
        if _complete(waiver) and waiver.rule == finding.code and not _expired(waiver, project):
            place = waiver.place or ""
            path = path_text(finding.path)
            if path == place or path.startswith(place + "."):
                return number
    return None


def _complete(waiver: Waiver) -> bool:
    return bool(waiver.rule and waiver.place and waiver.reason and waiver.approved and waiver.until)


def _expired(waiver: Waiver, project: Project) -> bool:
    return waiver.until is not None and waiver.until.last < project.today


def _about(
    key: str, project: Project, used: set[tuple[str, int]], active: frozenset[str], partial: bool
) -> Iterator[Finding]:
    for number, waiver in enumerate(project.powers[key].waivers):
        path = ("豁免", waiver.rule or str(number + 1))
        args = {"rule": waiver.rule or "（没有写规则）", "place": waiver.place or ""}
        rule = catalogue().get(waiver.rule or "")
        missing = [
            name
            for name, value in (
                ("规则", waiver.rule), ("位置", waiver.place), ("理由", waiver.reason), ("批准", waiver.approved),
                ("到期", waiver.until),
            )
            if not value
        ]  # fmt: skip
        if missing:
            yield Finding("W851", path, {**args, "missing": "、".join(missing)}, power=key)
        elif rule is not None and not rule.waivable:
            yield Finding("W854", path, {**args, "title": rule.title}, power=key)
        elif _expired(waiver, project):
            yield Finding("W853", path, {**args, "until": str(waiver.until)}, power=key)
        elif (key, number) not in used and not partial and (rule is None or rule.code in active):
            yield Finding("W852", path, args, power=key)
