"""Every rule has a module, a page and cases; its cases and the examples of its page say what it finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from powermodel.finding import Finding, Severity
from powermodel.project import load
from powermodel.report.text import course
from powermodel.review.placed import PlacedFinding, path_text
from powermodel.rules.print.judge import Printed, judge
from powermodel.rules.registry import catalogue
from tests.rules.running import SAMPLE, TODAY, parse, run, write

CASES = Path(__file__).parent
HEADINGS = ["为什么", "依据", "怎么改", "改之前", "改之后"]


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(parse(path.read_text("utf-8"))):
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{number}-{case['名称']}"))
    return found


def matches(finding: PlacedFinding, wanted: dict[str, str]) -> bool:
    return (
        finding.code == wanted["规则"]
        and ("位置" not in wanted or finding.path == wanted["位置"])
        and ("行" not in wanted or finding.place.line == int(wanted["行"]))
        and ("列" not in wanted or finding.place.column == int(wanted["列"]))
        and ("含" not in wanted or wanted["含"] in _said(finding))
        and ("经过" not in wanted or wanted["经过"] in course(finding.witness))
        and ("程度" not in wanted or finding.severity.label == wanted["程度"])
    )


def _said(finding: PlacedFinding) -> str:
    """All that is said of a finding."""
    return "".join((finding.message, finding.help, *(related.message for related in finding.related)))


@pytest.mark.parametrize(("code", "case"), cases())
def test_case(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    """The rule's own findings are exactly those expected, and no other 错误 stands beside them."""
    if "印" in case:
        print_case(case)
        return
    report = run(write(tmp_path, case), preset="strict")
    assert not report.crashes, report.crashes
    own = [f for f in report.findings if f.code == code and not (f.power or "").endswith("样本")]
    own = [f for f in own if f.power in (None, "案例") or "修改" not in case]
    errors = [
        f
        for f in report.findings
        if f.severity is Severity.ERROR and f.follows_from is None and f.code != code
    ]
    shown = [f"{f.code} {f.path} 第{f.place.line}行 {f.message}" for f in own + errors]
    expected = case["期望"]
    left = [f for f in own if f.follows_from is None] + errors
    for wanted in expected:
        found = next((f for f in left if matches(f, wanted)), None)
        found = found or next((f for f in report.findings if matches(f, wanted)), None)
        assert found is not None, (wanted, shown)
        left = [f for f in left if f is not found]
    assert not left, shown


def print_case(case: dict[str, Any]) -> None:
    """The numbers of a printed sheet give exactly the findings expected (rules of area K look at no model)."""
    numbers = {k: float(v) if k in ("distance", "readable", "smallest") else v for k, v in case["印"].items()}
    numbers |= {k: tuple(numbers[k]) for k in ("cut", "after") if k in numbers}
    numbers["sheets"] = int(numbers.get("sheets", 1))
    blank = {"distance": 0.5, "readable": 2.5, "smallest": 2.5}
    power = load(SAMPLE.parent, [SAMPLE], today=TODAY).project.powers["低保初核"]
    found = judge([Printed(**{**blank, **numbers})], "低保初核", power)
    left = list(found)
    for wanted in case["期望"]:
        hit = next((f for f in left if _print_matches(f, wanted)), None)
        assert hit is not None, (wanted, found)
        left.remove(hit)
    assert not left


def _print_matches(finding: Finding, wanted: dict[str, str]) -> bool:
    rule = catalogue()[finding.code]
    severity = finding.severity or rule.severity
    return (
        finding.code == wanted["规则"]
        and wanted.get("含", "") in "".join(rule.say(finding))
        and path_text(finding.path).startswith(wanted.get("位置", ""))
        and wanted.get("程度", severity.label) == severity.label
    )


@pytest.mark.parametrize("code", list(catalogue()))
def test_rule_is_whole(code: str) -> None:
    """A rule without a page or without a bad and a good case would be one nobody can act on or trust."""
    rule = catalogue()[code]
    page = rule.page.read_text("utf-8")
    assert page.startswith(f"# {code} {rule.title}\n")
    assert [h for h in re.findall(r"^## (.+)$", page, re.M) if h in HEADINGS] == HEADINGS
    expected = [c.values[1]["期望"] for c in cases() if c.values[0] == code]
    assert any(expected), "no bad case"
    assert any(not e for e in expected), "no good case"


def example(code: str, heading: str) -> str | None:
    page = catalogue()[code].page.read_text("utf-8")
    found = re.search(rf"^## {heading}\n```yaml\n(.*?)```", page, re.M | re.S)
    return found[1] if found else None


@pytest.mark.parametrize("code", [c for c, rule in catalogue().items() if rule.of == "power"])
def test_page_examples(code: str, tmp_path: Path) -> None:
    """What the page shows as wrong is found, what it shows as right is not."""
    for heading, wanted in (("改之前", True), ("改之后", False)):
        text = example(code, heading)
        assert text is not None, heading
        folder = tmp_path / heading
        folder.mkdir()
        data = parse(text)
        project = data.pop("项目", None)
        # An example that begins with 岗位 or 不相容 is a posts.yaml, beside the sample power as it is.
        case = {"岗位": data, "修改": {}} if {"岗位", "不相容"} & set(data) else {"修改": data}
        case |= {"项目": project} if project else {}
        report = run(write(folder, case), preset="strict")
        found = [f for f in report.findings if f.code == code and f.power == "案例"]
        assert bool(found) is wanted, (heading, [f.message for f in report.findings])
