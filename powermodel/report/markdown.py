"""Findings as markdown: the paper a review meeting goes through, power by power."""

from __future__ import annotations

from itertools import groupby

from powermodel.report.text import course, summary
from powermodel.review import PlacedFinding, Report


def as_markdown(report: Report, title: str = "审查报告") -> str:
    """The report with one heading a power (or file) and one numbered item a finding."""
    parts = [f"# {title}\n", summary(report) + "\n"]
    primary = sorted((f for f in report.findings if f.follows_from is None), key=_of)
    number = 0
    for heading, findings in groupby(primary, key=_of):
        parts.append(f"## {plain_text(heading)}\n")
        for finding in findings:
            number += 1
            parts.append(_item(number, finding))
    if report.held_back:
        parts.append("## 等流程改好以后再查\n")
        parts += [
            f"- {plain_text(power)}：{'、'.join(codes)}" for power, codes in sorted(report.held_back.items())
        ]
        parts.append("")
    if report.waived:
        parts.append("## 已豁免\n")
        parts += [
            f"- {f.code} {plain_text(f.message)}（{plain_text(f.power or f.place.file)}）"
            for f in report.waived
        ]
        parts.append("")
    return "\n".join(parts)


def _of(finding: PlacedFinding) -> str:
    return finding.power or finding.place.file


def _item(number: int, finding: PlacedFinding) -> str:
    place = finding.place
    at = f"{place.file}" + (f" 第 {place.line} 行" if place.line else "")
    lines = [
        f"**{number}. 〔{finding.severity.label}〕{finding.code}** {plain_text(finding.message)}",
        f"   - 位置：{plain_text(finding.path or '整个文件')}（`{at}`）",
    ]
    if finding.witness:
        lines.append(f"   - 经过：{plain_text(course(finding.witness))}")
    if finding.help:
        lines.append(f"   - 怎么改：{plain_text(finding.help)}")
    lines += [
        f"   - 另见：`{r.place.file}` 第 {r.place.line} 行，{plain_text(r.message)}" for r in finding.related
    ]
    return "\n".join(lines) + "\n"


def plain_text(text: str) -> str:
    """Text that markdown shows as it is."""
    for sign in "\\`*_|<>#":
        text = text.replace(sign, "\\" + sign)
    return text
