"""Findings of a review as one page that a meeting goes through."""

from __future__ import annotations

from pathlib import Path

from powermodel.finding import Severity
from powermodel.report.text import summary
from powermodel.review import PlacedFinding, Report


def report_html(report: Report, community: str | None) -> str:
    """The report by power (or file), the worst first, and so within each; mere consequences of others are left out."""
    from render.page import page

    groups: dict[str, list[PlacedFinding]] = {}
    for finding in report.findings:
        if finding.follows_from is None:
            groups.setdefault(finding.power or finding.place.file, []).append(finding)
    ranked = {name: sorted(found, key=_rank) for name, found in groups.items()}
    ordered = dict(sorted(ranked.items(), key=lambda group: (-int(group[1][0].severity), group[0])))
    return page(
        Path(__file__).with_name("report.html.j2"),
        groups=ordered, waived=report.waived, held_back=report.held_back, summary=summary(report),
        community=community, marks={Severity.ERROR: "■", Severity.WARNING: "▲", Severity.INFO: "●"},
    )  # fmt: skip


def _rank(finding: PlacedFinding) -> tuple[int, str, int, str, str]:
    return (-int(finding.severity), finding.place.file, finding.place.line, finding.code, finding.message)
