"""`powermodel library`: what a community can start from, and nothing of it lost."""

from __future__ import annotations

from pathlib import Path

from powermodel.project import library_root
from powermodel.report.library import as_markdown, as_text, powers, risk_points
from powermodel.report.lines import WIDTH
from powermodel.width import columns
from tests.rules.running import parse

FILES = [p for p in sorted((library_root() / "flows").rglob("*.yaml")) if p.name != "posts.yaml"]


def test_every_power_is_in_both_tables() -> None:
    rows = powers()
    assert {library_root() / row.file for row in rows} == set(FILES)
    screen, page = as_text(), as_markdown()
    for row in rows:
        assert row.code in screen
        assert f"](../{row.file})" in page
    assert max(map(columns, screen.splitlines())) <= WIDTH


def test_numbers_are_those_of_the_files() -> None:
    """Counted from the files as text, by another way than the program's."""
    for row in powers():
        data = parse((library_root() / row.file).read_text("utf-8"))
        steps = [s for s in data["步骤"].values() if isinstance(s, dict)]
        risks = [r for s in steps for r in (s.get("风险点") or ())]
        assert row.steps == sum("岗位" in s or "子流程" in s for s in steps), row.name
        assert sum(row.risks) == len(risks), row.name
        assert row.bases == len(data["依据"]), row.name
        assert row.unchecked == sum("核对" not in b or b.get("状态") == "未核实" for b in data["依据"]), (
            row.name
        )


def test_every_risk_point_is_counted() -> None:
    counted = risk_points()
    for path in sorted((library_root() / "riskpoints").glob("*.yaml")):
        data = parse(Path(path).read_text("utf-8"))
        assert sum(counted[path.stem].values()) == len(data["风险点"]), path.stem
