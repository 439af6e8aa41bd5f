"""Text that is measured wrong leaves its box; a line that breaks wrong is misread."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.metrics import clean, typeface
from render.metrics.lines import CLOSING, NEITHER, OPENING

REGULAR, BOLD = typeface().regular, typeface().bold
HAN = st.text(st.sampled_from("社区居民代表会议审核公示材料是否齐备权力的和第一二三"), min_size=1, max_size=6)
PIECES = st.one_of(
    HAN,
    st.sampled_from(["，", "。", "、", "；", "：", "——", "……"]),
    HAN.map(lambda text: f"（{text}）"),
    HAN.map(lambda text: f"《{text}》"),
    st.sampled_from(
        [
            "28个工作日",
            "0700-5550102",
            "民发〔2021〕57号",
            "第十一条",
            "A3",
            "12388",
            "8:30–12:00",
            "PDF",
            " ",
        ]
    ),
)
# No two marks in a row: real sentences have few, and in a narrow line nothing could hold them.
SENTENCES = st.lists(PIECES, max_size=14).map(
    lambda pieces: re.sub(r"([，。、；：—…）》])[，。、；：—…]+", r"\1", "".join(pieces))
)
ANYTHING = st.text(st.characters(codec="gbk", exclude_categories=["Cc"]), max_size=60)


def squeezed(text: str) -> str:
    return re.sub(r"[ \u3000\n]", "", text)


@pytest.mark.parametrize("balance", [True, False])
@settings(max_examples=150, deadline=None)
@given(text=ANYTHING, width=st.floats(1, 30))
def test_nothing_is_lost_and_every_line_fits(balance: bool, text: str, width: float) -> None:
    lines = REGULAR.break_lines(text, width, balance=balance)
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(REGULAR.width(line) <= width + 1e-6 or len(line) == 1 for line in lines)


@pytest.mark.parametrize("balance", [True, False])
@settings(max_examples=150, deadline=None)
@given(text=SENTENCES, width=st.floats(11, 30))
def test_marks_stand_where_they_may(balance: bool, text: str, width: float) -> None:
    lines = REGULAR.break_lines(text, width, balance=balance)
    for before, after in pairwise(lines):
        assert after[:1] not in CLOSING | NEITHER or not before, lines
        assert before[-1:] not in OPENING | NEITHER or not before, lines
        assert before[-1:] + after[:1] not in {"——", "……"}, lines


@settings(max_examples=150, deadline=None)
@given(
    before=HAN,
    after=HAN,
    width=st.floats(10, 16),
    whole=st.sampled_from(["28个工作日", "0700-5550102", "民发〔2021〕57号"]),
)
def test_numbers_stay_whole(before: str, after: str, width: float, whole: str) -> None:
    assert any(whole in line for line in REGULAR.break_lines(f"{before}、{whole}，{after}", width))


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from("鹤鹭鸥雁鸿鹄鸢隼，。、"), max_size=40), width=st.floats(6, 20))
def test_balance_costs_no_line_where_no_word_is_known(text: str, width: float) -> None:
    assert len(REGULAR.break_lines(text, width)) == len(REGULAR.break_lines(text, width, balance=False))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六七", 6, ["一二三四", "五六七"]),
        ("一次性告知补正", 6, ["一次性告知", "补正"]),
        ("提出初审意见", 5, ["提出", "初审意见"]),
        ("街道救助窗口", 5, ["街道", "救助窗口"]),
        ("县级民政部门审核确认", 6, ["县级民政部门", "审核确认"]),
        ("申请书、承诺书、授权书", 8, ["申请书、", "承诺书、授权书"]),
        ("联系电话：0700-5550102", 7, ["联系电话：", "0700-5550102"]),
        ("于28个工作日内办结", 7, ["于28个工作日", "内办结"]),
        ("《最低生活保障审核确认办法》", 8, ["《最低生活保障", "审核确认办法》"]),
        ("Word processing of text", 8, ["Word processing", "of text"]),
        ("第一行\n\n第三行", 9, ["第一行", "", "第三行"]),
        ("", 5, []),
    ],
)
def test_lines_as_a_typesetter_breaks_them(text: str, width: float, lines: list[str]) -> None:
    assert REGULAR.break_lines(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("事实是否清楚", 5, ["事实", "是否清楚"]),
        ("是否达成一致", 5, ["是否达成", "一致"]),
        ("是否按时缴清", 5, ["是否按时", "缴清"]),
        ("告知不能安装", 5, ["告知", "不能安装"]),
        ("履行情况回访", 5, ["履行情况", "回访"]),
        ("征集改造意愿", 5, ["征集改造", "意愿"]),
        ("入户查看房屋", 5, ["入户查看", "房屋"]),
        ("公布使用情况", 5, ["公布", "使用情况"]),
        ("协议合法性审查", 6, ["协议", "合法性审查"]),
        ("社区民政专干（2人）", 5, ["社区", "民政专干", "（2人）"]),
        ("社区报账员（2人）", 5, ["社区报账员", "（2人）"]),
        ("集体经济组织监事会", 5, ["集体经济", "组织监事会"]),
        (
            "由两名以上工作人员入户核实家庭人口收入和财产状况",
            8,
            ["由两名以上", "工作人员入户", "核实家庭人口", "收入和财产状况"],
        ),
        ("超过三个月未处理", 6, ["超过三个月", "未处理"]),
        ("申报鹤鹭鸥雁", 5, ["申报鹤鹭", "鸥雁"]),
        ("缺免疫证明", 4.6, ["缺免疫", "证明"]),
        ("有扰民投诉", 4.6, ["有扰民", "投诉"]),
        ("审核鹤鹭材料", 3, ["审核", "鹤鹭", "材料"]),
        ("初步了解原因", 4.6, ["初步了解", "原因"]),
        ("公示中选企业", 4.6, ["公示", "中选企业"]),
        ("组织适龄儿童补种疫苗", 4.6, ["组织", "适龄儿童", "补种疫苗"]),
        ("发放点登记", 4.6, ["发放点", "登记"]),
        ("反映水压低水质差", 5, ["反映水压低", "水质差"]),
    ],
)
def test_no_word_is_torn_in_a_box(text: str, width: float, lines: list[str]) -> None:
    """Half a word is read twice: 是否, known words and posts stay whole, as does a pair between two of them."""
    assert BOLD.break_lines(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("不满10万元", 4.6, ["不满", "10万元"]),
        ("10万元以上不满50万元", 5.2, ["10万元以上", "不满50万元"]),
        ("5万元以上不满20万元", 4.6, ["5万元以上", "不满", "20万元"]),
        ("赞成未过半数", 4.6, ["赞成", "未过半数"]),
        ("不足半数", 3, ["不足", "半数"]),
        ("超过2000元", 4.6, ["超过", "2000元"]),
        ("申请书等2件", 5, ["申请书", "等2件"]),
        ("是否年满六十周岁", 5, ["是否年满", "六十周岁"]),
        ("是否有三分之二同意", 5.2, ["是否", "有三分之二", "同意"]),
        ("二十四小时内报告", 4.6, ["二十四", "小时内", "报告"]),
    ],
)
def test_a_limit_stays_with_its_amount(text: str, width: float, lines: list[str]) -> None:
    """不 above 满10万元 says the contrary at a glance."""
    assert REGULAR.break_lines(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("居民代表选", 4.6, ["居民", "代表选"]),
        ("报街道纪工委", 5, ["报街道", "纪工委"]),
        ("不在清单内", 4.6, ["不在", "清单内"]),
    ],
)
def test_no_character_stands_alone_where_as_many_lines_can_do_without(
    text: str, width: float, lines: list[str]
) -> None:
    """居民代表 above a lone 选 is read as two things."""
    assert BOLD.break_lines(text, width) == lines


def test_words_are_learned_from_the_texts_of_a_flow() -> None:
    """No list knows what a place calls its things."""
    texts = ["登记鹤鹭", "鹤鹭巡查", "某鹤鹭飞"]
    assert BOLD.break_lines("某鹤鹭飞", 3) == ["某鹤", "鹭飞"]
    assert "".join(typeface().knowing(texts).bold.break_lines("某鹤鹭飞", 3)) == "某鹤鹭飞"
    assert not any("鹭飞" in line[:2] for line in typeface().knowing(texts).bold.break_lines("某鹤鹭飞", 3))


def test_a_number_wider_than_the_line_is_broken_rather_than_lost() -> None:
    assert REGULAR.break_lines("0700-5550102", 3) == ["0700-", "5550", "102"]


def test_a_paragraph_ends_on_more_than_one_character() -> None:
    assert len(REGULAR.break_lines("初审结果在社区公示栏公示七天接受监督", 17, balance=False)[-1]) > 1


def test_whose_work_a_measure_is_stays_in_one_line() -> None:
    """A line of its own that says 会〕 says nothing."""
    text = "② 来一条异议查一条〔居务监督委员会〕"
    assert REGULAR.break_lines(text, 16, balance=False) == ["② 来一条异议查一条", "〔居务监督委员会〕"]


def test_width_counts_millimetres() -> None:
    assert REGULAR.width("提出申请", 5) == 20
    assert REGULAR.width("0", 10) == pytest.approx(5.55)
    assert BOLD.width("0", 10) > REGULAR.width("0", 10)
    assert REGULAR.width("——", 10) == 20


def test_what_no_font_has_is_named_and_replaced() -> None:
    assert REGULAR.missing("张𰻝𰻝☑明\n⟲") == "𰻝☑⟲"
    assert REGULAR.substitute("张𰻝明") == ("张□明", "𰻝")
    assert REGULAR.missing("萬歲堃囍㙍🈚") == "🈚"


@pytest.mark.parametrize("wrong", [(0, 1), (5, 0), (-1, 1), (float("nan"), 1)])
def test_a_line_without_width_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError):
        REGULAR.break_lines("公示", *wrong)


def test_clean_takes_out_what_can_not_be_seen() -> None:
    assert clean("公\u202e示\u200b\x00\ufeff\t栏\r\n二") == "公示 栏\n二"
    assert clean("e\u0301") == "é"
