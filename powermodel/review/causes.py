"""What only follows from another finding, so that one defect is one finding."""

from __future__ import annotations

from collections.abc import Iterable

from powermodel.finding import Finding


def folded(found: Iterable[Finding]) -> list[Finding]:
    """Mark findings that only follow from a finding of the file: what could not be read looks missing."""
    found = list(found)
    reading: dict[str | None, list[Finding]] = {}
    # A name that is of nothing breaks a graph more often than a key that is unknown: it is named first.
    for code in ("F007", "F003", "F005", "F006", "F004", "F009"):
        for finding in found:
            if finding.code == code:
                reading.setdefault(finding.power, []).append(finding)
    halves = {f.power: f for f in found if f.code == "F001" and f.variant == "cut"}
    folded = []
    for finding in found:
        cause = next(
            (f for f in reading.get(finding.power, ()) if f is not finding and _follows(finding, f)), None
        ) if (finding.follows_from is None and finding.code[0] != "F") or finding.code == "F007" else None  # fmt: skip
        half = halves.get(finding.power, finding)
        cause = cause if half is finding else half  # of half a file, the other half is all that is missing
        folded.append(finding if cause is None else finding._replace(follows_from=cause.code))
    return folded


def standing(found: list[Finding]) -> list[Finding]:
    """The same, each with a cause only where the cause is there too: not waived, not left out by an option."""
    there = {(f.power, f.code) for f in found}

    def stands(finding: Finding) -> bool:
        cause = finding.follows_from
        return finding.power is None or bool({(finding.power, cause), (None, cause)} & there)

    return [f if f.follows_from is None or stands(f) else f._replace(follows_from=None) for f in found]


_COURSES = ("G", "P", "T402", "T403", "T406", "T407", "D501", "D503", "D506")
"""Rules that judge whole courses: a step that could not be read changes what they see anywhere."""
_BESIDE = (
    "环节",
    "议",
    "协办",
    "见证",
    "人数",
    "时限",
    "计入时限",
    "周期",
    "产出",
    "公示",
    "口径",
    "逾期",
    "网办",
    "风险点",
)
"""Keys of a step that its graph is not made of."""
_OF_SHAPE = ("G101", "G102", "G103", "G104", "G105", "G106", "G107", "G108", "G109", "G110", "G111")
"""Rules that look at the shape of a graph alone: a stage that could not be read hides no deadlock."""
_CLOCK = ("起算", "止算", "承诺时限", "法定时限", "公示计入时限", "分段时限")


def _follows(finding: Finding, cause: Finding) -> bool:
    if not cause.path:
        return False
    at, its = finding.path, cause.path
    if finding.code == "F007":
        # Two steps of one name: one of them was to be the step that is missed here.
        return cause.code == "F003" and its[0] == "步骤" and len(its) == 2 and not finding.args.get("near")
    if finding.code in _OF_SHAPE and its[0] == "步骤" and len(its) > 2 and its[2] in _BESIDE:
        return False
    if its[0] == "步骤" and "风险点" not in its and finding.code.startswith(_COURSES):
        return True
    if its[0] in _CLOCK and finding.code.startswith("T4"):
        return True
    if (at and its[: len(at)] == at and len(its) <= len(at) + 2) or at[: len(its)] == its:
        return True
    return not at and len(its) == 1
