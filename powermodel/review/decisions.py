"""The record of the review meetings: decisions.yaml beside the project, and findings about what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from powermodel.decode import locate
from powermodel.finding import Finding, Place, Severity
from powermodel.model.decision import Decision, DecisionFile
from powermodel.project.files import DECISIONS, shown
from powermodel.review.engine import Report
from powermodel.review.papers import PaperError, read_paper, write_paper

ABOUT = ("W855", "W856", "W857")
"""Codes of findings about decisions; no meeting decides on those."""
KEYS = tuple((name, field.alias or name) for name, field in Decision.model_fields.items())


class Record:
    """What the meetings of a project have seen and decided: id → Decision, sorted.

    ``document``: the file as read, None where there is none; ``findings``: what is wrong with it.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / DECISIONS
        self._read()

    def _read(self) -> None:
        self.entries: dict[str, Decision] = {}
        self.findings: list[Finding] = []
        self.document = self.data = None
        if self.path.is_file():
            made, self.document, self.data, self.findings = read_paper(self.path, DecisionFile)
            entries = made.entries if made else ()
            self.entries = {e.id: e for e in sorted(entries, key=lambda e: e.id)}

    def place(self, entry: Decision) -> Place:
        """Where an entry stands in the file."""
        place = locate(self.data, ("问题", entry.id)) if self.data is not None else None
        return place or Place(shown(self.path))

    def put(self, *entries: Decision) -> None:
        """Write entries into the file, at once; what others wrote meanwhile stays. Raises PaperError.

        A file that can't be read to the last word is not written over.
        """
        self._read()
        if self.findings:
            line = next((f.place.line for f in self.findings if f.place and f.place.line), 0)
            where = f"第 {line} 行附近" if line else ""
            raise PaperError(
                f"{shown(self.path)} {where}读不懂，没有动它；先改好（powermodel check 会说怎么改）"
            )
        self.entries = dict(sorted({**self.entries, **{e.id: e for e in entries}}.items()))
        write_paper(self.path, {"问题": [_plain(entry) for entry in self.entries.values()]})


def _plain(entry: Decision) -> dict[str, str]:
    values = ((alias, getattr(entry, name)) for name, alias in KEYS)
    return {alias: " ".join(str(value).split()) for alias, value in values if value}


def overdue(entry: Decision, today: date) -> bool:
    """Whether the day until which something was to be mended, or left, has passed."""
    return entry.until is not None and entry.until.last < today


def judged(report: Report, id_: str) -> bool:
    """Whether the run could have found a finding of this id: its rule ran, and its power could be read.

    Of a power with parts that could not be read, or whose graph holds rules back, nothing is said.
    """
    code, _, rest = id_.partition(":")
    if code not in report.codes or any(what.startswith(code) for what, _ in report.crashes):
        return False
    for power, codes in report.held_back.items():
        if rest.startswith(f"{power}:") and code in codes:
            return False
    unread = [f for f in report.findings if f.code[0] == "F" and f.severity is Severity.ERROR]
    if any(rest.startswith(f"{power}:") for power in report.views):
        return code[0] == "F" or not any(rest.startswith(f"{f.power}:") for f in unread)
    return code[0] == "F" or not unread


def about(record: Record, report: Report, today: date) -> Iterator[Finding]:
    """Findings about the record itself: what can't be read (F), W855 to W857."""
    yield from record.findings
    present = {f.id for f in (*report.findings, *report.waived)}
    for entry in record.entries.values():
        if entry.verdict is None or entry.closed:
            continue
        if entry.missing:
            yield _found(record, entry, "W857", missing="、".join(entry.missing))
        elif entry.id not in present:
            if judged(report, entry.id):
                mended = entry.verdict == "整改"
                severity = Severity.INFO if mended else None
                yield _found(record, entry, "W855", "mended" if mended else "", severity)
        elif overdue(entry, today):
            yield _found(record, entry, "W856", "" if entry.verdict == "整改" else "accepted")


def _found(
    record: Record,
    entry: Decision,
    code: str,
    variant: str = "",
    severity: Severity | None = None,
    **more: str,
) -> Finding:
    args = {
        "id": entry.id,
        "verdict": str(entry.verdict),
        "by": entry.by or "",
        "until": str(entry.until),
        **more,
    }
    return Finding(code, ("问题", entry.id), args, variant, place=record.place(entry), severity=severity)
