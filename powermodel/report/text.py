"""Findings for people: by file and line, the source line with a caret, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from powermodel.finding import Severity, WitnessStep
from powermodel.review import PlacedFinding, Report
from powermodel.width import columns

Paint = Callable[[str, str], str]
"""Colour a text: (text, one of 错误, 警告, 提示, 文件, 淡) → text, with or without escape codes."""
_WINDOW = 96


def plain(text: str, kind: str) -> str:
    """No colour at all."""
    return text


def course(witness: Iterable[WitnessStep]) -> str:
    """A course of events in one line: 步骤〔结果〕→ 步骤 → …"""
    return " → ".join(map(str, witness))


def as_text(report: Report, paint: Paint = plain) -> str:
    """The whole report, grouped by file, with a closing line."""
    parts = [
        _file(name, list(findings), paint)
        for name, findings in groupby(report.findings, key=lambda f: f.place.file)
    ]
    for power, codes in sorted(report.held_back.items()):
        shown = "、".join(codes[:6]) + (f" 等 {len(codes)} 条" if len(codes) > 6 else "")
        parts.append(paint(f"“{power}”的流程还有错误，{shown} 等改好以后再查。\n", "淡"))
    for what, _ in report.crashes:
        parts.append(
            paint(f"规则 {what} 自己出了故障，没有查完；其余的都查了。加 --debug 可看详情。\n", "错误")
        )
    if len(report.projects) > 1:
        names = "、".join("当前文件夹" if name == "." else name for name in report.projects)
        parts.append(paint(f"查了 {len(report.projects)} 个项目，各按自己的设置：{names}\n", "淡"))
    if not report.powers and not report.findings:
        parts.append(
            paint("没有找到流程文件。流程写在扩展名 .yaml 的文件里，放在项目的 flows 文件夹\n", "淡")
        )
    parts.append(summary(report, paint) + "\n")
    return "\n".join(parts)


def summary(report: Report, paint: Paint = plain) -> str:
    """The closing line: what was looked at and how many findings there are."""
    looked = f"{report.powers} 项权力、{report.steps} 个步骤（不含结束）、{report.risks} 个风险点"
    counts = [(s, report.count(s)) for s in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    found = "、".join(paint(f"{n} 个{s.label}", s.label) for s, n in counts if n)
    known = sum(1 for f in report.known if f.follows_from is None)
    apart = [f"{len(report.waived)} 个已豁免"] if report.waived else []
    apart += [f"{known} 个基线里原有的"] if known else []
    none = "没有新的问题" if known else "没有发现问题"
    return f"{looked}：{found or none}" + (f"（另有 {'、'.join(apart)}）" if apart else "")


def _file(name: str, findings: list[PlacedFinding], paint: Paint) -> str:
    lines = [paint(name, "文件")]
    for finding in findings:
        if finding.follows_from is None:
            lines += _finding(finding, paint)
    follow = [f for f in findings if f.follows_from is not None]
    if follow:
        shown = "、".join(f"{f.code}（第 {f.place.line} 行，随 {f.follows_from}）" for f in follow[:8])
        more = f" 等 {len(follow)} 处" if len(follow) > 8 else ""
        lines.append(paint(f"  随上面的问题而来，改好后再看：{shown}{more}", "淡"))
    return "\n".join(lines) + "\n"


def _finding(finding: PlacedFinding, paint: Paint) -> list[str]:
    place, label = finding.place, finding.severity.label
    where = f"第 {place.line} 行第 {place.column} 列  " if place.line else ""
    lines = [f"  {where}{paint(f'{label} {finding.code}', label)}  {finding.message}"]
    lines += _snippet(finding, paint)
    if finding.witness:
        lines.append(f"      经过：{course(finding.witness)}")
    if finding.help:
        lines.append(f"      怎么改：{finding.help}")
    for related in finding.related:
        at = f"{related.place.file} 第 {related.place.line} 行" if related.place.line else related.place.file
        lines.append(paint(f"      另见：{at}  {related.message}", "淡"))
    return lines


def _snippet(finding: PlacedFinding, paint: Paint) -> list[str]:
    if not finding.line_text.strip():
        return []
    text, at = _window(finding.line_text, finding.place.column - 1)
    gutter = f"{finding.place.line:>7} │ "
    caret = " " * columns(text[:at]) + "^"
    return [paint(gutter, "淡") + text, paint(" " * 8 + "│ ", "淡") + paint(caret, finding.severity.label)]


def _window(line: str, at: int) -> tuple[str, int]:
    """The line as it can be shown, and where the caret stands in it: tabs as two blanks, long lines cut."""
    clean = "".join(c if c.isprintable() or c in "\t\u3000\xa0" else " " for c in line)
    before = clean[:at].replace("\t", "  ").replace("\xa0", " ")
    after = clean[at:].replace("\t", "  ").replace("\xa0", " ").rstrip()
    if columns(before) > _WINDOW // 2:
        while columns(before) > _WINDOW // 2:
            before = before[1:]
        before = "…" + before
    while columns(after) > _WINDOW - columns(before):
        after = after[: max(1, len(after) * 9 // 10)]
        if columns(after) <= _WINDOW - columns(before):
            after += "…"
    return before + after, len(before)
