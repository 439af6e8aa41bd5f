"""Findings as JSON, schema powermodel.findings/1."""

from __future__ import annotations

import json
from typing import Any

from powermodel.finding import Severity
from powermodel.review import PlacedFinding, Report

SCHEMA = "powermodel.findings/1"


def as_json(report: Report) -> str:
    """The report as JSON text: lines and columns from 1 (characters), consequences with ``follows_from``."""
    data = {
        "schema": SCHEMA,
        "findings": [_finding(f) for f in report.findings],
        "summary": {
            "powers": report.powers,
            "steps": report.steps,
            "risks": report.risks,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: PlacedFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.key,
        "message": finding.message,
        "file": finding.place.file,
        "line": max(finding.place.line, 1),
        "column": max(finding.place.column, 1),
        "path": finding.path,
        "witness": [{"step": w.step, "outcome": w.outcome} for w in finding.witness],
        "related": [
            {
                "file": r.place.file,
                "line": max(r.place.line, 1),
                "column": max(r.place.column, 1),
                "message": r.message,
            }
            for r in finding.related
        ],
        "follows_from": finding.follows_from,
        "help": finding.help,
    }
