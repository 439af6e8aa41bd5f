"""Findings as SARIF 2.1.0 (OASIS), for editors and code-review tools."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from powermodel.finding import Place, Severity
from powermodel.review import PlacedFinding, Report
from powermodel.rules.registry import catalogue

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report) -> str:
    """The report as SARIF text; columns count Unicode code points. Consequences of other findings are left out."""
    findings = [f for f in report.findings if f.follows_from is None]
    codes = sorted({f.code for f in findings})
    run = {
        "tool": {
            "driver": {"name": "powermodel", "language": "zh-CN", "rules": [_rule(code) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, codes.index(f.code)) for f in findings],
    }
    data = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule = catalogue()[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _result(finding: PlacedFinding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message + (f"。怎么改：{finding.help}" if finding.help else "")},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"powermodel/1": finding.id},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": n, **_location(r.place), "message": {"text": r.message}}
            for n, r in enumerate(finding.related)
        ]
    if finding.witness:
        result["codeFlows"] = [
            {
                "threadFlows": [
                    {"locations": [{"location": {"message": {"text": str(w)}}} for w in finding.witness]}
                ]
            }
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    path = PurePath(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    return {"physicalLocation": physical}
