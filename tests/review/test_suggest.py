"""`powermodel suggest`: what the library knows of a step must reach the officer who has written nothing yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from powermodel.project import load
from powermodel.report.suggest import as_text
from powermodel.review import review
from powermodel.review.suggest import Bare, suggest
from tests.rules.running import TODAY, dump, parse

PURCHASE: dict[str, Any] = {
    "权力": "案例",
    "类别": "采购",
    "步骤": {
        "提出需求": {"岗位": "社区文书", "下一步": "三家比价"},
        "三家比价": {"岗位": "采购经办人", "下一步": "到货验收"},
        "到货验收": {"岗位": "社区文书", "风险点": "谁买谁验", "下一步": "街道审核"},
        "街道审核": {"岗位": "街道财务", "下一步": "报账付款"},
        "报账付款": {"岗位": "出纳", "下一步": "结束"},
    },
}
POSTS = {"岗位": {"社区文书": {}, "采购经办人": {}, "出纳": {}, "街道财务": {"性质": "上级"}}}


def proposed(folder: Path, flow: dict[str, Any], **files: Any) -> tuple[list[Bare], str]:
    (folder / "flows").mkdir()
    (folder / "flows" / "案例.yaml").write_text(dump(flow), "utf-8")
    for name, data in {"powermodel": {"名称": "示例社区"}, "posts": POSTS, **files}.items():
        (folder / f"{name}.yaml").write_text(dump(data), "utf-8")
    loaded = load(folder, today=TODAY)
    bare = suggest(loaded, "案例")
    return bare, as_text(loaded, "案例", bare)


def test_only_bare_risky_steps_of_the_community(tmp_path: Path) -> None:
    """提出需求 is no risky stage, 到货验收 has its risk, 街道审核 is not the community's."""
    bare, text = proposed(tmp_path, PURCHASE)
    assert [b.step.title for b in bare] == ["三家比价", "报账付款"]
    assert f"第 {bare[0].place.line} 行" in text
    assert bare[0].place.line > 1


def test_own_category_first_then_the_worst(tmp_path: Path) -> None:
    bare, _ = proposed(tmp_path, PURCHASE)
    for each in bare:
        assert 1 <= len(each.proposals) <= 3
        assert {p.category for p in each.proposals} == {"采购"}
        grades = ["高中低".index(p.grade or "低") for p in each.proposals]
        assert grades == sorted(grades)
        assert all(each.step.stage in p.risk.stages for p in each.proposals)


def test_a_category_without_risks_borrows(tmp_path: Path) -> None:
    """A power of a category that the library has nothing for is not left without a word."""
    bare, _ = proposed(tmp_path, {**PURCHASE, "类别": "文体活动"})
    assert [len(b.proposals) for b in bare] == [3, 3]


def test_what_is_pasted_is_read(tmp_path: Path) -> None:
    """The line as printed goes into the file, and R301 is silent about the step."""
    _, text = proposed(tmp_path, PURCHASE)
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("风险点:")]
    flow = {**PURCHASE, "步骤": {k: dict(v) for k, v in PURCHASE["步骤"].items()}}
    flow["步骤"]["三家比价"] |= parse(lines[0])
    (tmp_path / "flows" / "案例.yaml").write_text(dump(flow), "utf-8")
    loaded = load(tmp_path, today=TODAY)
    assert not loaded.findings
    assert [f.path for f in review(loaded).findings if f.code == "R301"] == ["步骤.报账付款"]
    assert len(suggest(loaded, "案例")) == 1


def test_own_risk_points_are_proposed_too(tmp_path: Path) -> None:
    """What the community wrote itself stands beside the library's, under the name of its file."""
    own = {"风险点": {"报价单, 补签": {"可能性": "5", "危害": "5", "适用": ["采购"], "表现": "事后补"}}}
    (tmp_path / "riskpoints").mkdir()
    bare, text = proposed(tmp_path, PURCHASE, **{"riskpoints/采购": own})
    assert "报价单, 补签" in [p.name for p in bare[0].proposals]
    assert parse('风险点: [{引用: "报价单, 补签"}]')["风险点"][0]["引用"] == "报价单, 补签"
    assert '引用: "报价单, 补签"' in text


@pytest.mark.parametrize(
    "stage",
    ["受理", "审查", "核查", "评议", "审核", "审批", "采购", "签约", "验收", "付款", "发放", "盖章", "决议"],
)
def test_library_knows_every_risky_stage(tmp_path: Path, stage: str) -> None:
    steps = {"做事": {"岗位": "社区文书", "环节": stage, "下一步": "结束"}}
    bare, text = proposed(tmp_path, {"权力": "案例", "类别": "文体活动", "步骤": steps})
    assert bare[0].proposals, text


def test_nothing_to_say(tmp_path: Path) -> None:
    bare, text = proposed(
        tmp_path, {"权力": "案例", "步骤": {"登记": {"岗位": "社区文书", "下一步": "结束"}}}
    )
    assert not bare
    assert "都有风险点" in text
