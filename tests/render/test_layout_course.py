"""The main course: the way a matter usually takes is the one that is straight and strong."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.layout import Chart, Style, build_chart, layout
from render.layout.course import main_course
from render.layout.parts import cut
from render.scene.legend import shown as signs
from tests.render.test_layout_chart import AGAIN, TOGETHER, shown
from tests.render.test_layout_engine import LINE, chart_of
from tests.render.test_layout_random import flows, view_of
from tests.render.test_layout_relief import AREA, QUICK

HEARD: dict[str, Any] = {
    "提出": {"岗位": "甲", "下一步": {"当场息诉": "办结", "不服": "要求听证"}},
    "要求听证": {"岗位": "甲", "下一步": "听证会"},
    **{f"第{n}步": {"岗位": "乙", "下一步": f"第{n + 1}步"} for n in range(8)},
    "听证会": {"岗位": "乙", "下一步": "第0步"},
    "第8步": {"岗位": "丙", "下一步": "办结"},
    "办结": {"类型": "结束", "结果": "办成"},
}


def course_of(chart: Chart) -> list[str]:
    """The steps of the main course."""
    return list(dict.fromkeys(chart.items[n].key for n in main_course(chart).items))


def test_the_main_course_goes_to_what_is_done() -> None:
    """The straight line of a chart must lead to the end that people come for."""
    chart = chart_of({**LINE, "办结": {"类型": "结束", "结果": "办成"}}, "risk")
    assert course_of(chart) == ["提出", "审查", "决定", "办结"]
    assert not main_course(chart).lost


def test_the_main_course_takes_what_the_file_names_first() -> None:
    """What happens usually is named first; a chart with the quarrel on its straight line says that all quarrel."""
    steps = {
        "提出": {"岗位": "甲", "下一步": "协商"}, "协商": {"岗位": "乙", "下一步": {"谈成": "签约", "分歧大": "上报"}},
        "签约": {"岗位": "乙", "下一步": "办结"}, "上报": {"岗位": "乙", "下一步": "协调"},
        "协调": {"岗位": "丙", "下一步": "裁定"}, "裁定": {"岗位": "丙", "下一步": "送达"},
        "送达": {"岗位": "乙", "下一步": "办结"}, "办结": {"类型": "结束"},
    }  # fmt: skip
    chart = chart_of(steps, "risk")
    assert course_of(chart) == ["提出", "协商", "签约", "办结"]


def test_another_good_end_takes_no_course_away() -> None:
    """Renewing the contract is a success too: what has to be done otherwise is not on every course."""
    steps = {
        "提出": {"岗位": "甲", "下一步": {"续聘": "续签", "换企业": "选聘"}}, "续签": {"类型": "结束", "结果": "办成"},
        "选聘": {"岗位": "乙", "下一步": "签约"}, "签约": {"岗位": "丙", "下一步": "办结"},
        "办结": {"类型": "结束", "结果": "办成"},
    }  # fmt: skip
    chart = chart_of(steps, "risk")
    assert course_of(chart) == ["提出", "续签"]


def test_a_refusal_is_off_the_main_course() -> None:
    steps = {
        "提出": {"岗位": "甲", "下一步": {"同意": "办", "不同意": "告知"}}, "办": {"岗位": "乙", "下一步": "成"},
        "告知": {"岗位": "乙", "下一步": "不予办理"}, "成": {"类型": "结束"}, "不予办理": {"类型": "结束"},
    }  # fmt: skip
    chart = chart_of(steps, "risk")
    lost = main_course(chart).lost
    assert {chart.items[n].key for n in lost} == {"告知", "不予办理"}


def test_a_return_is_never_the_main_course() -> None:
    assert course_of(chart_of(AGAIN, "risk")) == ["提出", "汇总", "审查", "决定", "办结"]


def test_what_ends_a_matter_at_once_is_not_its_course() -> None:
    """A chart of hearings whose strong line passes by the hearing tells residents that there is none."""
    chart = chart_of(HEARD, "simple")
    assert course_of(chart) == ["提出", "要求听证", "听证会", *(f"第{n}步" for n in range(9)), "办结"]


def test_the_main_course_and_what_runs_beside_it_is_strong() -> None:
    """From two metres away one sees how it goes: returns and refusals are thinner, no branch of a split looks optional."""
    drawn = layout(chart_of(TOGETHER, "risk"), AREA)
    strong = {(w.source, w.target) for w in drawn.wires if w.main and not w.link and w.source != w.target}
    assert strong == {
        ("提出", "公示"), ("公示", "签约"), ("公示", "备案"), ("签约", "完成"), ("备案", "完成"), ("完成", "办结")
    }  # fmt: skip
    svg = shown(TOGETHER)
    assert width(svg, "签约→完成") > 1.5 * width(svg, "复核→签约")


def width(svg: str, edge: str) -> float:
    """The width of a line on a sheet, mm."""
    (tag,) = (part for part in svg.split("<path")[1:] if f'data-edge="{edge}"' in part.partition(">")[0])
    return float(tag.partition('stroke-width="')[2].partition('"')[0])


@QUICK
@given(flows(), st.sampled_from(("risk", "lanes", "simple")))
def test_no_line_of_the_main_course_is_thin(raw: dict[str, Any], style: Style) -> None:
    """A strong line that breaks off half way says that the matter ends there."""
    chart = build_chart(view_of(raw).flow, style)
    strong = {(w.source, w.target) for w in layout(chart, AREA).wires if w.main}
    assert {(a, b) for a, b in pairwise(course_of(chart))} <= strong


def test_the_strong_line_goes_on_over_a_cut() -> None:
    """The second sheet goes on as the first one ended."""
    parts = cut(chart_of(HEARD, "simple"), 2)
    drawn = [layout(part, AREA) for part in parts]
    assert len(parts) == 2
    first, second = ({(w.source, w.target) for w in one.wires if w.main} for one in drawn)
    assert first & second  # the line that was cut is strong on both
    assert first | second >= set(pairwise(course_of(chart_of(HEARD, "simple"))))


@pytest.mark.parametrize(
    ("steps", "told"), [(TOGETHER, True), ({k: v for k, v in HEARD.items() if k != "提出"}, False)]
)
def test_the_legend_tells_what_strong_lines_mean_where_others_are_thin(
    steps: dict[str, Any], told: bool
) -> None:
    drawn = layout(chart_of(steps, "simple"), AREA)
    assert ("main" in signs(drawn, course=False)) is told
    assert "main" not in signs(drawn, course=True)  # the course of a finding is the strong one there
