"""The review meeting: what is on the table, what becomes of it, and what the record says of earlier meetings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from powermodel.model.decision import VERDICTS, Decision
from powermodel.model.values import Day, parse_day, parse_duration
from powermodel.project import Loaded
from powermodel.review.baseline import without
from powermodel.review.decisions import ABOUT, Record, judged, overdue
from powermodel.review.engine import Options, Report, review
from powermodel.review.papers import PaperError
from powermodel.review.placed import PlacedFinding

OVERDUE, NEW, AGAIN, OPEN = "逾期", "新问题", "又出现", "上次没定"
IN_HAND, ACCEPTED, DISMISSED, GONE = "整改中", "接受", "不成立", "已消除"
STATES = (OVERDUE, NEW, AGAIN, OPEN, IN_HAND, ACCEPTED, DISMISSED, GONE)
"""What a finding is to a meeting, in the order it is gone through."""
ASKED = STATES[:4]
"""States that the meeting must speak about."""
PUT_OFF = "待定"
"""Takes a decision back."""


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the agenda. ``findings``: those of the id (several of one rule in one place; none: gone).

    ``entry``: what the record says of it; None where no meeting has seen it.
    """

    id: str
    state: str
    findings: tuple[PlacedFinding, ...]
    entry: Decision | None

    @property
    def finding(self) -> PlacedFinding | None:
        return self.findings[0] if self.findings else None

    @property
    def message(self) -> str:
        """What is wrong; of what is gone, what was."""
        if not self.findings:
            return (self.entry.message if self.entry else None) or self.id
        return "；".join(dict.fromkeys(f.message for f in self.findings))

    @property
    def power(self) -> str:
        """The power it is of, or the file."""
        if self.finding:
            return self.finding.power or self.finding.within
        return self.id.split(":")[1] if self.id.count(":") > 1 else ""


class Meeting:
    """A meeting about one project on one day.

    ``baseline``: ids that are not spoken of. Every change is written into decisions.yaml at once.
    """

    def __init__(
        self, loaded: Loaded, baseline: Counter[str] | None = None, options: Options = Options()
    ) -> None:
        self.loaded, self.today = loaded, loaded.project.today
        report = review(loaded, options)
        self.report: Report = without(report, baseline)[0] if baseline else report
        self.record = Record(loaded.root)
        self._known = frozenset(f.id for f in (*self.report.known, *self.report.waived))

    @property
    def last(self) -> date | None:
        """The day of the last meeting before today; None where there was none."""
        days = {
            day.last
            for e in self.record.entries.values()
            for day in (e.first, e.decided, e.closed)
            if day and day.last < self.today
        }
        return max(days, default=None)

    @property
    def items(self) -> list[Item]:
        """The agenda: by state, then by power, the worst first."""
        found: dict[str, list[PlacedFinding]] = {}
        for finding in self.report.findings:
            if finding.code not in ABOUT and finding.follows_from is None:
                found.setdefault(finding.id, []).append(finding)
        items = [self._present(id_, tuple(findings)) for id_, findings in found.items()]
        return sorted([*items, *self._gone(found)], key=_order)

    def _present(self, id_: str, findings: tuple[PlacedFinding, ...]) -> Item:
        entry = self.record.entries.get(id_)
        return Item(id_, self._state(entry), findings, entry)

    def _state(self, entry: Decision | None) -> str:
        if entry is None:
            return NEW
        if entry.closed:
            return AGAIN
        if entry.verdict is None:
            # Seen for the first time in this very meeting: still new to it.
            return NEW if entry.first and entry.first.last >= self.today else OPEN
        if overdue(entry, self.today):
            return OVERDUE
        return {"整改": IN_HAND, "接受": ACCEPTED, "不成立": DISMISSED}[str(entry.verdict)]

    def _gone(self, found: dict[str, list[PlacedFinding]]) -> Iterator[Item]:
        """What was decided and is not there any more, struck off today or not yet."""
        still = {f.id for f in self.report.findings} | self._known
        for id_, entry in self.record.entries.items():
            if id_ in still or entry.verdict is None or not judged(self.report, id_):
                continue
            if entry.closed is None or entry.closed.last >= self.today:
                yield Item(id_, GONE, (), entry)

    def find(self, word: str) -> Item:
        """The item of this id, or the only one whose id begins with or holds ``word``. Raises PaperError."""
        items = self.items
        for fits in (str.__eq__, str.startswith, str.__contains__):
            fitting = [item for item in items if fits(item.id, word)]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                ids = "".join(f"\n  {item.id}" for item in fitting[:8])
                raise PaperError(f"“{word}”对得上 {len(fitting)} 个问题，写全一点：{ids}")
        raise PaperError(f"没有编号是“{word}”的问题，powermodel review 可以看全部编号")

    def decide(self, item: Item, verdict: str, by: str = "", until: str = "", reason: str = "") -> Item:
        """Write a decision; returns the item as it is now. Raises PaperError for one that isn't whole.

        ``verdict``: 整改 (needs ``by`` and ``until``), 接受 or 不成立 (need ``by`` and ``reason``), 待定 (takes the
        decision back). ``until``: a day not before today, as it is typed.
        """
        if verdict not in (*VERDICTS, PUT_OFF):
            raise PaperError(f"“{verdict}”不是一种决定，可以写：{'、'.join((*VERDICTS, PUT_OFF))}")
        if not item.findings:
            raise PaperError(f"这个问题已经没有了，不用再定，销号就行：{item.id}")
        given: dict[str, object] = {}
        if verdict != PUT_OFF:
            day = self.day(until) if until.strip() else None
            given = {"决定": verdict, "谁": by.strip() or None, "期限": day, "理由": reason.strip() or None}
            given["日期"] = self.today.isoformat()
        entry = self._entry(item, {k: v for k, v in given.items() if v})
        if entry.missing:
            raise PaperError(f"定为“{verdict}”要写明{'、'.join(entry.missing)}")
        self.record.put(entry)
        return self._present(item.id, item.findings)

    def day(self, text: str) -> str:
        """A day as the record writes it: 2026-12-31, also 12月31日, or 30天 from today.

        Raises PaperError where it is none, or has passed.
        """
        day = parse_day(text) or self._spoken_day(text)
        if day is None:
            raise PaperError(f"“{text.strip()}”不是日期，例如 2026-12-31")
        if day.last < self.today:
            raise PaperError(f"{text.strip()} 已经过了")
        return day.last.isoformat()

    def _spoken_day(self, text: str) -> Day | None:
        """A day without its year (the next one), or a time from today on, in calendar days."""
        if found := re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})[日号]?", text.strip()):
            days = (
                parse_day(f"{year}-{found[1]}-{found[2]}") for year in (self.today.year, self.today.year + 1)
            )
            return next((day for day in days if day is not None and day.last >= self.today), None)
        length = parse_duration(text)
        if length is None or length.unit not in ("日", "周", "月"):
            return None
        ahead = int(length.number * {"日": 1, "周": 7, "月": 30}[length.unit])
        return parse_day((self.today + timedelta(days=ahead)).isoformat())

    def seen(self, item: Item) -> None:
        """Write that a meeting has had the item on its table and did not decide."""
        if item.entry is None or item.entry.closed:
            self.record.put(self._entry(item, {}))

    def close(self) -> int:
        """End the meeting: all of the agenda was seen, what is gone is struck off; returns how many were."""
        items = self.items
        seen = [self._entry(i, {}) for i in items if i.findings and (i.entry is None or i.entry.closed)]
        today = parse_day(self.today.isoformat())
        struck = [
            i.entry.model_copy(update={"closed": today})
            for i in items
            if i.state == GONE and i.entry and i.entry.closed is None
        ]
        if seen or struck:
            self.record.put(*seen, *struck)
        return len(struck)

    def _entry(self, item: Item, given: dict[str, object]) -> Decision:
        first = item.entry.first if item.entry and item.entry.first else parse_day(self.today.isoformat())
        return Decision.model_validate({"编号": item.id, "问题": item.message, "首次": first, **given})

    def suggested(self, item: Item) -> str:
        """Who could mend it: the persons of the post that owns the step, else the post; empty where there is none."""
        finding = item.finding
        if finding is None or finding.power is None or finding.raw.path[:1] != ("步骤",):
            return ""
        power = self.loaded.project.powers.get(finding.power)
        step = power.steps.get(finding.raw.path[1]) if power and len(finding.raw.path) > 1 else None
        if step is None or not step.owners:
            return ""
        post = self.loaded.project.post(step.owners[0])
        persons = (post.chair,) if post and post.chair else post.persons if post else ()
        return "、".join(persons) or step.owners[0]


def _order(item: Item) -> tuple[int, str, int, str, int, str]:
    finding = item.finding
    if finding is None:
        return STATES.index(item.state), item.power, 0, "", 0, item.id
    place = finding.place
    return STATES.index(item.state), place.file, -finding.severity, place.file, place.line, item.id
