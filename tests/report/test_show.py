"""`powermodel show`: what a meeting reads off about one power, and nothing of it lost at the edge of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from powermodel.project import library_root, load
from powermodel.report.lines import WIDTH
from powermodel.report.show import as_table
from powermodel.width import columns
from tests.rules.running import SAMPLE, TODAY, dump

LIBRARY = load(library_root() / "flows", today=TODAY)


def shown(folder: Path, flow: dict[str, Any] | str, **files: Any) -> str:
    text = flow if isinstance(flow, str) else dump({"权力": "案例", **flow})
    (folder / "案例.yaml").write_text(text, "utf-8")
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(dump(data), "utf-8")
    loaded = load(folder, today=TODAY)
    return as_table(loaded, next(iter(loaded.project.powers)))


@pytest.fixture
def sample(tmp_path: Path) -> str:
    return shown(tmp_path, SAMPLE.read_text("utf-8"), powermodel={"名称": "示例社区"})


def row(text: str, title: str) -> str:
    return next(line for line in text.splitlines() if f"  {title} " in line and line[:1].isdigit())


@pytest.mark.parametrize("key", list(LIBRARY.project.powers))
def test_fits_the_screen(key: str) -> None:
    text = as_table(LIBRARY, key)
    assert max(map(columns, text.splitlines())) <= WIDTH
    letters = "".join(text.split())
    assert not text.endswith("\n")
    for step in LIBRARY.project.powers[key].steps.values():
        assert all(risk in letters for risk in step.risks)


def test_head(sample: str) -> None:
    lines = sample.splitlines()
    assert lines[0] == "低保初核 JZ-01　社会救助 · 协助"
    assert "  承诺时限  28个工作日" in lines
    assert "  法定时限  30个工作日" in lines
    assert "  怎样计时  从启动调查起算，到审核确认止算，公示不计入" in lines


def test_what_was_derived_is_marked(sample: str) -> None:
    assert "受理" not in row(sample, "入户调查")
    assert "核查*" in row(sample, "入户调查")
    assert "审批 " in row(sample, "审核确认")
    assert "审批*" not in row(sample, "审核确认")
    assert "推出来的" in sample


def test_no_note_where_nothing_was_derived(tmp_path: Path) -> None:
    text = shown(
        tmp_path, {"步骤": {"甲": {"岗位": "网格员", "时限": "当场", "下一步": "乙"}, "乙": {"类型": "结束"}}}
    )
    assert "推出来的" not in text
    assert "没有风险点" in text
    assert "当场办结" in text


def test_columns_stand_in_line(sample: str) -> None:
    """Chinese characters take two columns: the limits begin where their heading does."""
    head = next(line for line in sample.splitlines() if line.lstrip().startswith("步骤  "))
    at = columns(head[: head.index("时限")])
    for title, limit in (("启动调查", "3个工作日"), ("审核确认", "10个工作日"), ("停发", "")):
        line = row(sample, title)
        assert not limit or columns(line[: line.index(limit)]) == at


def test_edges(sample: str) -> None:
    flat = "".join(line.split("  ")[-1].strip() for line in sample.splitlines())
    assert "同时：" in flat
    assert "退回最多1次" in "".join(sample.split())
    assert row(sample, "不予救助").endswith("未办成")
    assert row(sample, "停发").endswith(" 办成")


def test_risks_and_posts(sample: str) -> None:
    assert "高 入户调查走过场（入户调查，责任领导：街道分管负责人）" in sample
    assert "防控：两人以上入户并当场签字（双人、街道调查员、事中）" in sample
    posts = sample[sample.index("岗位（") :]
    assert next(line for line in posts.splitlines() if line.startswith("申请家庭")).endswith(" 1")
    assert "8协办" in next(line for line in posts.splitlines() if line.startswith("社区民政专干"))


def test_time(sample: str) -> None:
    assert "最快、最长都是 28 个工作日（补正和异议复核的时间另算），公示期不计在内" in sample
    assert "经过  启动调查 → （信息核对；入户调查） → 提出初审意见 → 初审公示〔无异议〕 → 审核确认" in sample
    assert "启动调查 3 + max(信息核对 3, 入户调查 5) + 提出初审意见 10 + 审核确认 10 = 28 个工作日" in sample


def test_slowest_and_fastest(tmp_path: Path) -> None:
    steps = {
        "甲": {"岗位": "网格员", "时限": "1个工作日", "下一步": {"快": "丙", "慢": "乙"}},
        "乙": {"岗位": "网格员", "时限": "7天", "下一步": "丙"},
        "丙": {"类型": "结束"},
    }
    text = shown(tmp_path, {"步骤": steps})
    assert "  最慢  甲〔慢〕 → 乙 → 丙\n        甲 1 + 乙 5 = 6 个工作日（7 天按 5 个工作日折算）" in text
    assert "  最快  甲〔快〕 → 丙\n        甲 1 = 1 个工作日" in text


def test_broken_flow_is_shown(tmp_path: Path) -> None:
    """A half-written flow is when one looks most: no time, but everything else."""
    steps = {
        "甲": {"岗位": "没有这个岗位", "时限": "当场", "下一步": "乙"},
        "乙": {"岗位": "网格员", "下一步": "没有这一步"},
    }
    text = shown(tmp_path, {"步骤": steps}, posts={"岗位": {"网格员": {"姓名": "张三"}}})
    assert "算不出来" in text
    assert "没有登记" in text
    assert "张三" in text


def test_grade_as_the_place_calls_it(tmp_path: Path) -> None:
    text = shown(
        tmp_path, SAMPLE.read_text("utf-8"), powermodel={"名称": "示例社区", "等级名称": {"高": "一级"}}
    )
    assert "一级 入户调查走过场" in text


def test_colours_change_no_width(tmp_path: Path, sample: str) -> None:
    loaded = load(tmp_path, today=TODAY)
    painted = as_table(loaded, "低保初核", lambda text, kind: f"\x1b[1m{text}\x1b[0m")
    assert painted.replace("\x1b[1m", "").replace("\x1b[0m", "") == sample
