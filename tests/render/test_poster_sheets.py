"""Whole sheets of the library's powers, measured from the SVG, and what must stand on them (four of them: test_posters)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from powermodel.model.project import Project
from powermodel.model.settings import Settings
from powermodel.model.theme import THEMES
from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Chart, Fitter, Layout
from render.layout.model import Box, Rect, Wire
from render.layout.parts import Strips, cut
from render.measure import measure
from render.poster import Refused, make_sheet, poster, printed, verdict
from render.scene.alt import alternative
from render.scene.cuts import cuts
from render.scene.holes import holes
from render.scene.printer import Drawn
from render.scene.sheet import Composer
from render.scene.ways import USUAL, Fitters, Way, ordered
from tests.render.test_layout_random import assert_clean, assert_whole, view_of

FOUR = ("低保初核", "四议两公开", "集体三资处置", "物资服务采购")


@cache
def library() -> Project:
    return load(library_root() / "flows", today=date(2026, 11, 22)).project


@cache
def community() -> Project:
    return load(library_root() / "examples" / "示例社区", today=date(2026, 11, 22)).project


def some() -> Iterator[Any]:
    """Each power of the library but those four in one style, sheets in turn."""
    papers = ("A1", "A3", "800x1200mm", "A4")
    for n, key in enumerate(k for k in library().powers if k not in FOUR):
        yield pytest.param(key, ("risk", "lanes")[n % 2], papers[n // 2 % 4], id=key)


@pytest.mark.parametrize(("key", "style", "paper"), list(some()))
def test_library_power(key: str, style: Any, paper: str) -> None:
    """The charts that come with the program are clean and whole on the sheets that people use."""
    view = View(key, library().powers[key], library())
    sheet = make_sheet(paper)
    drawn = Composer(view, style, sheet).sheets()
    first = assert_clean(drawn, sheet.readable)[0]
    assert_whole(drawn, view)
    if len(view.flow.nodes) >= 8:
        assert first.fill >= 0.7
    assert first.title_type <= 3 * sheet.readable + 0.01


def crowd() -> View:
    """Five kinds of matter, each with its own steps at six posts, which hand over to one another."""
    posts, kinds = "乙丙丁戊己庚", range(5)
    steps: dict[str, Any] = {
        "登记": {"岗位": "甲", "下一步": "分类"},
        "分类": {"类型": "判断", "岗位": "甲", "下一步": {f"第{n}类": f"受理{n}" for n in kinds}},
    }
    for n in kinds:
        steps |= {
            f"受理{n}": {"岗位": posts[n], "下一步": f"核实{n}"},
            f"核实{n}": {"岗位": posts[(2 * n + 1) % 6], "下一步": {"属实": f"处理{n}", "不属实": "答复"}},
            f"处理{n}": {"岗位": posts[(3 * n + 2) % 6], "下一步": {"办好": "答复", "转办": f"转办{(n + 1) % 5}"}},
            f"转办{n}": {"岗位": posts[2 * n % 6], "下一步": "答复"},
        }  # fmt: skip
    steps |= {"答复": {"岗位": "甲", "下一步": "办结"}, "办结": {"类型": "结束"}}
    return view_of({"权力": "样本", "编号": "YB-01", "步骤": steps})


def test_a_tangle_is_cut_in_two_though_it_could_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Type is large enough on one sheet, but nobody follows a line over twenty others."""
    monkeypatch.setenv("POWERMODEL_KEEP", "")
    sheet = make_sheet("A3")
    two = [drawn.plan.layout for drawn in Composer(crowd(), "lanes", sheet).sheets() if drawn.plan]
    monkeypatch.setattr("render.scene.sheet.CLEARER", 100.0)
    (one,) = [drawn.plan.layout for drawn in Composer(crowd(), "lanes", sheet).sheets() if drawn.plan]
    assert one.small >= sheet.readable
    assert len(two) == 2 and sum(layout.crossings for layout in two) < one.crossings / 3


@cache
def chart(style: Any = "risk") -> str:
    return poster(community(), "低保初核", style=style, fmt="svg")[0].svg


@cache
def on_several() -> list[Drawn]:
    """The sheets of a flow that needs several, without those of its risks."""
    view = View("集体三资处置", library().powers["集体三资处置"], library())
    return [drawn for drawn in Composer(view, "lanes", make_sheet("A5")).sheets() if drawn.plan]


def test_head_and_foot_say_who_and_where_to_call() -> None:
    """A resident must find the place, the promise and the numbers without asking."""
    words = "".join(re.findall(r">([^<]+)<", chart()))
    for text in ("望槐里社区", "低保初核", "廉政风险防控图", "编号 JZ-01", "承诺时限", "法定时限", "12388", "0700-5550106",
                 "监督举报电话", "全程监督：居务监督委员会", "随时", "通过会议", "版本", "依据核对"):  # fmt: skip
        assert text in words


def test_an_unverified_basis_says_so() -> None:
    """A basis nobody compared must not look like one that was."""
    words = "".join(re.findall(r">([^<]+)<", poster(library(), "四议两公开", fmt="svg")[0].svg))
    assert "〔未核实〕" in words


def test_grades_show_without_colour() -> None:
    """Notices are copied in black and white."""
    svg = chart()
    for grade, shape in (("高", "polygon"), ("中", "rect")):
        found = re.search(rf'<g data-badge="\d+"[^>]*><(\w+)[^>]*/><text[^>]*>\d+{grade}</text>', svg)
        assert found is not None
        assert found[1] == shape


def test_returns_are_dashed() -> None:
    paths = re.findall(r'<path d="[^"]*"[^>]*data-return="1"[^>]*/>', chart("lanes"))
    assert paths
    assert all("stroke-dasharray" in p for p in paths)


@pytest.mark.parametrize("theme", THEMES)
def test_an_end_that_is_refused_shows_without_colour(theme: str) -> None:
    """On a copy, or from across the room, pale green and pale grey are one: the outline tells."""
    power = library().powers["临时救助"]
    svg = poster(library(), "临时救助", fmt="svg", theme=theme)[0].svg
    ends = {
        node.key: node.done for node in View("临时救助", power, library()).flow.nodes.values() if node.is_end
    }
    drawn = {key: re.search(rf'<g data-step="{key}"><rect[^>]*/>', svg) for key in ends}
    assert set(ends.values()) == {True, False}
    assert {key: "dasharray" not in found[0] for key, found in drawn.items() if found} == ends
    assert re.search(r"<rect[^>]*stroke-dasharray[^>]*/>(<text[^>]*>)未办成", svg)


def test_the_legend_holds_only_what_is_used() -> None:
    """A legend with signs that are nowhere sends people looking for them."""
    svg = poster(library(), "失业登记代办", fmt="svg")[0].svg
    assert "同时进行" not in svg
    assert "办理" in svg
    boxes = [drawn.plan.layout.boxes for drawn in on_several() if drawn.plan]
    used = [any(b.start or b.end == "办成" for b in sheet if b.shape != "connector") for sheet in boxes]
    assert set(used) == {True, False}
    assert ["开始、办成" in sheet.svg for sheet in on_several()] == used


def test_the_qr_code_leads_to_the_power() -> None:
    """Only a project with an address gets one; a wrong code would send people elsewhere."""
    assert "data-qr" not in chart()
    base = community()
    settings = Settings.model_validate(
        base.settings.model_dump() and {"名称": "望槐里社区", "网址": "https://example.invalid/"}
    )
    svg = poster(replace(base, settings=settings), "低保初核", fmt="svg")[0].svg
    assert 'data-qr="https://example.invalid/p/JZ-01"' in svg


def test_a_draft_says_so_across_the_sheet() -> None:
    """A draft on the wall would be taken for what was passed."""
    assert "草稿" not in chart()
    assert "草稿" in poster(community(), "低保初核", fmt="svg", draft=True)[0].svg


def test_grade_labels_are_the_projects() -> None:
    base = library()
    settings = Settings.model_validate({"等级名称": {"高": "一级", "中": "二级", "低": "三级"}})
    svg = poster(replace(base, settings=settings), "低保初核", fmt="svg")[0].svg
    assert re.search(r">\d+一级<", svg)


def test_what_is_read_aloud_says_all() -> None:
    """Who cannot see the chart must hear its steps and its risks; the file is named by its power."""
    made = poster(community(), "低保初核", paper="A3", fmt="pdf")[0]
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert "低保初核" in str(pdf.docinfo.Title)
    assert "入户调查" in made.alt
    assert "不入户就下结论" in made.alt


def test_a_flow_is_only_cut_where_more_drawings_do_not_help_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """“一张印不下” must be true: what a thorough look finds to be readable on one sheet is not hung on two."""
    draw = Fitter.best

    def best(fitter: Fitter, area: Area, tries: int = USUAL) -> Layout:
        made = draw(fitter, area, tries)
        return made if tries > USUAL else replace(made, small=0.9 * area.readable)

    monkeypatch.setattr(Fitter, "best", best)
    view = View("临时救助", library().powers["临时救助"], library())
    plans = Composer(view, "risk", make_sheet("A3")).plans()
    assert len(plans) == 1
    assert plans[0].layout.small >= make_sheet("A3").readable - 1e-6


@pytest.mark.parametrize(("gain", "pieces"), [(1.1, 1), (1.5, 2)])
def test_a_short_flow_stays_in_one_piece_unless_strips_win_a_lot(
    gain: float, pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Circles in the place of lines are a poor price for type that is hardly larger, whatever the cheap look promised."""
    view = View("财务报销", library().powers["财务报销"], library())
    ways = Composer(view, "lanes", make_sheet("800x1200mm")).ways
    area = ways.area(700, 900)
    whole, strips = Way(ways, 0), Way(ways, 0, strips=2)
    small = gain * whole.best(area).small
    draw = Strips.best
    monkeypatch.setattr(Strips, "best", lambda made, room: replace(draw(made, room), small=small))
    posts = [lane.post for lane in strips.best(area).lanes]
    assert max(Counter(posts).values()) == pieces


def test_what_is_read_aloud_says_where_lines_go_on() -> None:
    """Who hears of a circle 甲 must hear what it leads to, and that an end that is met twice is one."""
    first = on_several()[0]
    letters = (
        {box.key[1:] for box in first.plan.layout.boxes if box.shape == "connector"} if first.plan else set()
    )
    told = dict(re.findall(r"(\w)接“([^”]+)”", first.alt))
    assert letters and told.keys() == letters
    assert all(
        re.search(rf"{letter}接“{step}”（在第\d张）", first.alt)
        for letter, step in told.items()
        if f'data-step="{step}"' not in first.svg
    )
    view = View("四议两公开", library().powers["四议两公开"], library())
    once = Composer(view, "simple", make_sheet("A3")).plans()[0].layout
    refusal = next(box for box in once.boxes if box.end == "未办成")
    twice = replace(once, boxes=(*once.boxes, refusal))
    assert f"“{refusal.key}”画了2处" in alternative(view, "", twice)
    assert "画了" not in alternative(view, "", once)


@pytest.mark.parametrize(
    ("paper", "portrait", "size"),
    [("A3", None, (420, 297)), ("a1", True, (594, 841)), ("800x1200mm", None, (800, 1200)),
     ("600×900", False, (900, 600)), ("A0", None, (1189, 841))],
)  # fmt: skip
def test_papers(paper: str, portrait: bool | None, size: tuple[float, float]) -> None:
    sheet = make_sheet(paper, portrait)
    assert (sheet.width, sheet.height) == size


def test_type_follows_the_distance() -> None:
    """What hangs two metres away must be twice as large."""
    assert make_sheet("A1", distance=2).readable == pytest.approx(6.67, abs=0.01)
    assert make_sheet("A4", distance=0.3).readable == 2.5


def test_what_cannot_be_held_is_reported() -> None:
    """A sheet nobody can read must not be printed in silence."""
    project = library()
    sheets = poster(project, "低保初核", paper="A4", distance=3, fmt="svg")
    codes = {f.code for f in verdict(project, "低保初核", sheets)}
    assert codes == {"K901", "K902", "K906"}


def test_a_flow_too_long_for_a_sheet_goes_on_on_the_next() -> None:
    """Cut, never shrunk; and every sheet says which of how many it is."""
    project = library()
    sheets = poster(project, "社区工程建设", style="lanes", paper="A4", fmt="svg")
    assert sheets[0].flow > 1
    assert "第1张，共" in sheets[0].svg
    found = verdict(project, "社区工程建设", sheets)
    assert [f.code for f in found] == ["K902", "K906"]
    assert found[0].args["advice"]
    assert len(found[0].args["after"].split("、")) == sheets[0].flow - 1  # one place from sheet to sheet


@pytest.mark.parametrize(("paper", "said"), [("A4", ["K906"]), ("A3", [])])
def test_what_a_small_sheet_leaves_out_is_said(paper: str, said: list[str]) -> None:
    """A chart without posts looks complete; who hangs it must know that residents won't learn whom to ask."""
    project, key = library(), "物资服务采购"
    sheets = poster(project, key, style="simple", paper=paper, fmt="svg")
    found = verdict(project, key, sheets)
    assert [f.code for f in found] == said
    assert (">社区采购员<" in sheets[0].svg) is (said == [])
    assert all("岗位" in str(f.args["what"]) for f in found)


@pytest.mark.parametrize("key", ["误工补贴发放", "居民听证会"])
def test_sheets_of_one_flow_have_type_of_one_size(key: str) -> None:
    """They hang side by side: type that is twice as large on one was taken from the other."""
    composer = Composer(View(key, library().powers[key], library()), "simple", make_sheet("A5"))
    body = composer._frame().body

    def sizes(charts: list[Chart]) -> list[float]:
        area = composer.ways.area(body.w, body.h)
        return [Fitters(chart, ordered(composer.chart, charts, ())).at(0).size(area) for chart in charts]

    by_number = sizes(cut(composer.chart, 2))
    chosen = sizes([part.chart for part in cuts(composer.ways, (), 2, body, body)[0][1]])
    assert max(by_number) > 1.2 * min(by_number)
    assert min(chosen) > 1.03 * min(by_number) and max(chosen) < 1.1 * min(chosen)


def test_cards_stand_on_the_sheet_of_their_steps() -> None:
    """Who reads 3高 on the second sheet must find what it means there, and nobody prints a sheet of cards alone."""
    sheets = poster(library(), "集体三资处置", style="lanes", paper="A4", fmt="svg")
    assert len(sheets) == sheets[0].flow > 1
    steps = [set(re.findall(r'data-step="([^"]+)"', sheet.svg)) for sheet in sheets]
    cards = [re.findall(r'data-risk="[^"]+" data-of="([^"]+)"', sheet.svg) for sheet in sheets]
    assert sum(map(len, cards)) == len(
        View("集体三资处置", library().powers["集体三资处置"], library()).risks
    )
    assert all(set(of) <= here for of, here in zip(cards, steps, strict=True))


def test_few_cards_stand_where_the_flow_leaves_the_sheet_empty() -> None:
    """A last column that is short is room: nobody hangs a second board for it."""
    flow = Layout(
        200, 100, 5, 4, Rect(20, 10, 180, 90),
        boxes=(Box("甲", "process", Rect(20, 10, 80, 90)), Box("乙", "process", Rect(120, 10, 80, 20))),
        wires=(Wire("甲", "乙", "", ((100, 20), (120, 20))),),
    )  # fmt: skip
    room = Rect(0, 0, 200, 100)
    largest, *others = holes(flow, room, 3)
    assert largest.y > 20 and largest.x > 80 and largest.w > 110 and largest.h > 70
    for hole in (largest, *others):
        assert hole.x >= 0 and hole.right <= 200 + 1e-6 and hole.y >= 0 and hole.bottom <= 100 + 1e-6
        for taken in (Rect(0, 0, 80, 90), Rect(100, 0, 80, 20), Rect(80, 9.9, 20, 0.2)):
            apart = max(
                hole.x - taken.right, taken.x - hole.right, hole.y - taken.bottom, taken.y - hole.bottom
            )
            assert apart >= 3 - 1e-6


def test_a_letter_joins_one_place_on_all_sheets() -> None:
    """Who looks for 甲 must not find two of them: not on strips of one sheet, not on another sheet."""
    layouts = [drawn.plan.layout for drawn in on_several() if drawn.plan]
    letters = {box.key for layout in layouts for box in layout.boxes if box.shape == "connector"}
    assert len(layouts) > 1 and max(sum(w.rest for w in layout.wires) for layout in layouts) > 1
    assert len(letters) == sum(wire.rest for layout in layouts for wire in layout.wires)


def test_strips_of_one_sheet_have_the_same_lanes_the_same_way() -> None:
    """Who reads from the first strip to the second must find the posts where they were."""
    view = View("四议两公开", library().powers["四议两公开"], library())
    lanes = Composer(view, "lanes", make_sheet("A4")).plans()[0].layout.lanes
    posts = [lane.post for lane in lanes]
    second = next(n for n in range(1, len(posts)) if posts[n] in posts[:n])
    shared = [post for post in posts[:second] if post in posts[second:]]
    assert len(shared) > 1
    assert [post for post in posts[second:] if post in shared] == shared
    assert len({lane.rect.w > lane.rect.h for lane in lanes}) == 1


def test_all_sheets_of_a_flow_have_the_same_order_of_lanes() -> None:
    """Who takes the next sheet in hand must find the posts where they were."""
    drawn = poster(library(), "社区工程建设", style="lanes", paper="A4", fmt="svg")
    lanes = [re.findall(r'data-lane="([^"]+)"', sheet.svg) for sheet in drawn[: drawn[0].flow]]
    once = [[post for post in posts if all(other.count(post) == 1 for other in lanes)] for posts in lanes]
    assert len(lanes) > 1 and len(once[0]) > 2
    assert all(posts == once[0] for posts in once)


def test_residents_learn_who_does_each_step() -> None:
    """A step without its post sends people from desk to desk; larger type is not worth that."""
    view = View("集体三资处置", library().powers["集体三资处置"], library())
    (plan,) = Composer(view, "simple", make_sheet("A3")).plans()
    named = {box.key for box in plan.layout.boxes if any(line.role == "owner" for line in box.lines)}
    assert named == {key for key, node in view.flow.nodes.items() if node.owners and not node.is_end}


@pytest.mark.parametrize(
    ("key", "paper"), [("失业登记代办", "800x1200mm"), ("公租房初审", "A3"), ("发展党员", "A3")]
)
def test_residents_read_no_smaller_titles_than_officers(key: str, paper: str) -> None:
    """A chart without risks has more room for its steps; what to bring takes no more of it than it needs."""
    view = View(key, library().powers[key], library())
    simple, risk = (Composer(view, style, make_sheet(paper)) for style in ("simple", "risk"))
    assert simple.plans()[0].layout.size >= 0.99 * risk.plans()[0].layout.size
    body = simple._frame().body
    assert next(simple._panels(body, simple.sheet.readable))[1].w < 0.12 * body.w


def test_a_missing_glyph_is_named() -> None:
    base = library()
    settings = Settings.model_validate({"名称": "\U00030000社区"})
    project = replace(base, settings=settings)
    sheets = poster(project, "失业登记代办", fmt="svg")
    assert sheets[0].missing == "\U00030000"
    assert [f.code for f in verdict(project, "失业登记代办", sheets)] == ["K903"]
    assert "□社区" in sheets[0].data.decode()


@pytest.mark.parametrize("far", [1.5, 3.0])
def test_no_risk_is_lost_on_a_sheet_that_is_too_small(far: float) -> None:
    """Type that nobody reads is said; a risk that is missing would be taken for one that isn't there."""
    cards = Composer(
        View("低保初核", community().powers["低保初核"], community()), "risk", make_sheet("A3")
    ).content.cards
    sheets = poster(community(), "低保初核", paper="A4", distance=far, fmt="svg")
    words = re.sub(r"\s", "", "".join(re.findall(r">([^<]+)<", "".join(sheet.svg for sheet in sheets))))
    assert all(re.sub(r"\s", "", card.name) in words for card in cards)
    assert {"K901", "K902"} <= {f.code for f in verdict(community(), "低保初核", sheets)}


def test_a_sheet_too_small_for_its_distance_says_how_far_it_can_be_read() -> None:
    with pytest.raises(Refused, match=r"A4 太小，印不了 20 米外.*--distance 写到 3\.9m 以内"):
        make_sheet("A4", distance=20)
    assert make_sheet("A4", distance=3.9).readable == 13.0


def test_a_larger_paper_that_is_named_holds_the_flow_on_one() -> None:
    sheets = poster(library(), "集体三资处置", style="lanes", paper="A5", fmt="svg")
    assert sheets[0].flow > 1
    named = {one.would_do for one in printed(library(), "集体三资处置", sheets)}
    assert len(named) == 1 and "" not in named
    larger = poster(
        library(),
        "集体三资处置",
        style="lanes",
        paper=named.pop(),
        distance=sheets[0].sheet.distance,
        fmt="svg",
    )
    assert larger[0].flow == 1


def test_measuring_sees_what_is_wrong() -> None:
    """A measure that can't fail proves nothing: break a good sheet in every way and look."""
    svg = chart("lanes")
    good = measure(svg)
    assert not good.details
    box = re.search(
        r'<g data-step="受理申请"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg
    )
    assert box is not None
    x, y, w, h = (float(v) for v in box.groups())
    twin = f'<g data-step="另一步"><rect x="{x + 1}" y="{y + 1}" width="{w}" height="{h}"/></g></svg>'
    assert measure(svg.replace("</svg>", twin)).overlaps > 0
    line = f'<path d="M{x - 5} {y + h / 2}L{x + w + 5} {y + h / 2}" data-edge="甲→乙"/>'
    assert measure(svg.replace("</svg>", line + "</svg>")).through_boxes > 0
    first = re.search(r'<path d="[^"]+"[^>]*data-edge="[^"]+"', svg)
    assert first is not None
    assert measure(svg.replace("</svg>", first[0] + "/></svg>")).shared_tracks > 0
    label = re.search(r'<g data-label="[^"]+"[^>]*><text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"', svg)
    assert label is not None
    a, b, size = (float(v) for v in label.groups())
    line = f'<path d="M{a - 3} {b - size / 3}L{a + 9} {b - size / 3}" data-edge="甲→乙"/>'
    assert measure(svg.replace("</svg>", line + "</svg>")).through_labels > 0
    wide = svg.replace(">受理申请<", ">受理申请受理申请受理申请受理申请<", 1)
    assert measure(wide).texts_too_wide > 0
    assert measure(wide).cut_texts
    assert measure(svg.replace(f'font-size="{size:g}"', 'font-size="1"', 1)).smallest_type == 1
