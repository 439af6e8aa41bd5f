"""The review meeting on paper and on the screen: the agenda, one point at a time, and the minutes (审查意见表)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from powermodel.report.lines import WIDTH, hanging, wrapped
from powermodel.report.markdown import plain_text
from powermodel.report.text import Paint, course, plain
from powermodel.review.meeting import (
    ACCEPTED,
    AGAIN,
    ASKED,
    DISMISSED,
    GONE,
    IN_HAND,
    NEW,
    OPEN,
    OVERDUE,
    STATES,
    Item,
    Meeting,
)

SIGNATURES = ("主持人", "记录人", "社区党组织书记", "居民委员会主任", "居务监督委员会主任", "街道纪工委")
_KINDS = {OVERDUE: "错误", NEW: "警告", AGAIN: "错误", OPEN: "警告", IN_HAND: "提示", GONE: "好"}
_BOXES = "□整改\n□接受\n□不成立"


# -- on the screen ------------------------------------------------------------------------------------------------


def counts(meeting: Meeting, paint: Paint = plain) -> str:
    """One line: how many points there are of each state."""
    found = Counter(item.state for item in meeting.items)
    said = [paint(f"{state} {found[state]}", _KINDS.get(state, "淡")) for state in STATES if found[state]]
    return "　".join(said) or "没有要说的问题"


def agenda(meeting: Meeting, paint: Paint = plain) -> str:
    """The whole agenda by state, each point with the id that ``--decide`` takes; no line break at the end."""
    since = f"（上次 {meeting.last}）" if meeting.last else "（第一次）"
    parts = [paint(f"{_name(meeting)}审查会　{meeting.today}", "文件") + since]
    for state, items in groupby(meeting.items, key=lambda item: item.state):
        lines = [paint(state, _KINDS.get(state, "淡"))]
        for item in items:
            lines += _point(item, paint)
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, counts(meeting, paint)])


def _point(item: Item, paint: Paint) -> list[str]:
    finding = item.finding
    label = finding.severity.label if finding else ""
    head = f"  {label} {finding.code}  " if finding else "  "
    lines = hanging(head, f"{item.power}：{item.message}")
    if label:
        lines[0] = lines[0].replace(label, paint(label, label), 1)
    if said := decided(item):
        lines += hanging("      ", said)
    return [*lines, paint(f"      编号 {item.id}", "淡")]


def decided(item: Item) -> str:
    """What a meeting decided on a point, in a line; empty where it did not."""
    entry = item.entry
    if entry is None or entry.verdict is None:
        return ""
    until = f"到 {entry.until}" if entry.until else ""
    if until and item.state == OVERDUE:
        until = f"应在 {entry.until} 前，已经过了" if entry.verdict == "整改" else f"只{until}，已经过了"
    said = "，".join(filter(None, (f"{entry.verdict}", entry.by, until, entry.reason)))
    day = f"（{entry.decided} 定）" if entry.decided else ""
    return said + day + (f"，{entry.closed} 销号" if entry.closed else "")


def large(meeting: Meeting, item: Item, number: int, of: int, paint: Paint = plain) -> str:
    """One point for everybody in the room: what is wrong, the course of events step by step, how to mend it."""
    finding = item.finding
    assert finding is not None
    rule = "━" * (WIDTH // 2)
    where = f"{finding.place.file} 第 {finding.place.line} 行" if finding.place.line else finding.place.file
    lines = [
        rule,
        f"第 {number} 个，共 {of} 个　　{paint(item.state, _KINDS.get(item.state, '淡'))}",
        paint(item.power, "文件") + f"　　{paint(f'{finding.severity.label} {finding.code}', finding.severity.label)}",
        rule, "", *(f"    {line}" for line in wrapped(item.message, WIDTH - 4)), "",
    ]  # fmt: skip
    if finding.witness:
        lines.append("  经过：")
        for step in finding.witness:
            lines += hanging("      ↓ ", str(step))
        lines.append("")
    if finding.help:
        lines += hanging("  怎么改：", finding.help)
    if said := decided(item):
        lines += hanging("  上次定：", said)
    lines.append(paint(f"  位置：{where}　{finding.path}", "淡"))
    if finding.line_text.strip():
        lines.append(paint(f"  原文：{finding.line_text.strip()[:80]}", "淡"))
    return "\n".join([*lines, ""])


def _name(meeting: Meeting) -> str:
    settings = meeting.loaded.project.settings
    return "".join(filter(None, (settings.street, settings.name)))


# -- on paper -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the minutes. ``shares``: the widths of its columns, as parts of their sum; a cell may have lines."""

    title: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The minutes: title, facts (name, value; an empty value is a blank line), tables, who signs."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    signatures: tuple[str, ...]


def minutes(meeting: Meeting) -> Sheet:
    """The minutes of a meeting as it stands: printed before it with boxes to tick, after it with what was decided."""
    items, report = meeting.items, meeting.report
    today = [item for item in items if item.state in ASKED or _today(meeting, item)]
    before = [i for i in items if i.state in (IN_HAND, ACCEPTED, DISMISSED) and not _today(meeting, i)]
    gone = [item for item in items if item.state == GONE]
    facts = (
        ("社区", _name(meeting)),
        ("日期", meeting.today.isoformat()),
        ("上次", meeting.last.isoformat() if meeting.last else "第一次审查"),
        ("审查了", f"{report.powers} 项权力、{report.steps} 个步骤（不含结束）、{report.risks} 个风险点"),
        ("参加人", ""),
    )
    tables = (
        Table(
            "一、问题和处理意见",
            ("序号", "权力", "情况", "规则", "问题", "怎么改", "处理意见", "责任人", "期限", "理由"),
            (3, 7, 5, 4, 20, 14, 6, 6, 7, 10),
            tuple(_asked(meeting, number, item) for number, item in enumerate(today, 1)),
            "没有新的问题。",
        ),
        Table(
            "二、以前定下、还在办的",
            ("序号", "权力", "问题", "决定", "责任人", "期限", "理由", "哪天定的"),
            (3, 8, 24, 5, 7, 7, 14, 7),
            tuple(_earlier(number, item) for number, item in enumerate(before, 1)),
            "没有。",
        ),
        Table(
            "三、已经消除的",
            ("序号", "权力", "问题", "决定", "责任人", "期限", "哪天定的", "销号"),
            (3, 8, 24, 5, 7, 7, 7, 7),
            tuple(_struck(number, item) for number, item in enumerate(gone, 1)),
            "没有。",
        ),
    )
    return Sheet("权力运行审查意见表", facts, tables, SIGNATURES)


def _today(meeting: Meeting, item: Item) -> bool:
    """Whether this meeting decided on a point that is still there."""
    entry = item.entry
    return bool(item.findings and entry and entry.decided and entry.decided.last == meeting.today)


def _asked(meeting: Meeting, number: int, item: Item) -> tuple[str, ...]:
    finding, entry = item.finding, item.entry
    assert finding is not None
    problem = [item.message, f"位置：{finding.path or finding.within}"]
    if finding.witness:
        problem.append(f"经过：{course(finding.witness)}")
    state = item.state if item.state in ASKED else NEW
    if item.state == OVERDUE and entry:
        state = f"逾期：{entry.by or ''}应在 {entry.until} 前{entry.verdict}"
    if not _today(meeting, item) or entry is None:
        words: tuple[object, ...] = (_BOXES, "", "", "")
    else:
        state = "本次已定"
        words = (entry.verdict, entry.by, entry.until, entry.reason)
    rule = f"{finding.severity.label}\n{finding.code}"
    return (str(number), item.power, state, rule, "\n".join(problem), finding.help, *map(_text, words))


def _earlier(number: int, item: Item) -> tuple[str, ...]:
    entry = item.entry
    assert entry is not None
    words = (entry.verdict, entry.by, entry.until, entry.reason, entry.decided)
    return (str(number), item.power, item.message, *map(_text, words))


def _struck(number: int, item: Item) -> tuple[str, ...]:
    entry = item.entry
    assert entry is not None
    words = (entry.verdict, entry.by, entry.until, entry.decided, entry.closed or "□")
    return (str(number), item.power, item.message, *map(_text, words))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def as_markdown(sheet: Sheet) -> str:
    """The minutes as markdown tables, with room for signatures."""
    lines = [f"# {sheet.title}", ""]
    lines += [f"- {name}：{plain_text(value) or '＿' * 20}" for name, value in sheet.facts]
    for table in sheet.tables:
        lines += ["", f"## {table.title}", ""]
        if not table.rows:
            lines.append(table.empty)
            continue
        lines += [f"| {' | '.join(table.columns)} |", f"| {' | '.join('---' for _ in table.columns)} |"]
        lines += [f"| {' | '.join(map(_cell, row))} |" for row in table.rows]
    lines += ["", "## 签字", "", "| 职务 | 签字 | 日期 |", "| --- | --- | --- |"]
    lines += [f"| {name} | {'　' * 12} | 　　　年　　月　　日 |" for name in sheet.signatures]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return plain_text(text).replace("\n", "<br>")
