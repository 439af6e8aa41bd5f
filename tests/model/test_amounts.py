"""A band read wrongly sends a purchase down the wrong road; a gap not seen is a gap to slip through."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.model.amounts import Range, gaps, overlaps, parse_choice, parse_range
from powermodel.model.values import parse_duration

WAYS = {
    (True, True): [
        "{n}以上", "不低于{n}", "≥{n}", ">={n}", "满{n}", "{n}（含）以上", "至少{n}", "{n}及以上",
        "够{n}", "达到{n}", "达{n}", "足{n}", "满足{n}", "足够{n}", "够得上{n}", "达到了{n}", "没有低于{n}", "达到或超过{n}",
    ],
    (True, False): ["超过{n}", ">{n}", "高于{n}", "{n}以外", "{n}（不含）以上", "＞{n}", "多于{n}"],
    (False, True): [
        "{n}以下", "{n}以内", "不超过{n}", "≤{n}", "<={n}", "{n}及以下", "最多{n}", "没超过{n}", "没有超过{n}",
    ],
    (False, False): [
        "不满{n}", "<{n}", "不足{n}", "低于{n}", "{n}（不含）以下", "＜{n}",
        "不够{n}", "不到{n}", "未达到{n}", "没达到{n}", "没有达到{n}", "达不到{n}", "够不上{n}", "不满足{n}", "没满{n}",
    ],
}  # fmt: skip
numbers = st.integers(1, 10**9)


def written(number: int, draw: st.DrawFn) -> str:
    forms = [f"{number}元", f"{number:,}元", str(number)]
    if number % 10_000 == 0:
        forms += [f"{number // 10_000}万元", f"{number // 10_000}万", f"{number // 10_000} 万元"]
    return draw(st.sampled_from(forms))


@st.composite
def labels(draw: st.DrawFn) -> tuple[str, int, bool, bool]:
    """A one-sided label with its number, and whether it is a lower bound, and whether the number is in."""
    number = draw(numbers)
    lower, included = draw(st.sampled_from(sorted(WAYS)))
    way = draw(st.sampled_from(WAYS[lower, included]))
    return way.format(n=written(number, draw)), number, lower, included


@given(labels())
def test_every_way_of_saying_a_bound_is_read_as_the_civil_code_reads_it(
    label: tuple[str, int, bool, bool],
) -> None:
    text, number, lower, included = label
    read = parse_range(text)
    assert read is not None
    assert (number in read) is included
    assert (number + 1 in read) is lower
    assert (number - 1 in read) is not lower


@given(numbers, numbers, st.booleans(), st.booleans())
def test_two_sided_labels_hold_what_their_halves_hold(
    one: int, other: int, low_in: bool, high_in: bool
) -> None:
    low, high = sorted((one, other + 1))
    low_text = f"{low}元以上" if low_in else f"超过{low}元"
    high_text = f"{high}元以下" if high_in else f"不满{high}元"
    for text in (
        low_text + high_text,
        f"{low_text}至{high_text}",
        f"{low_text}，{high_text}",
        high_text + low_text,
    ):
        read = parse_range(text)
        assert read is not None and (read.low, read.high, read.low_in, read.high_in) == (
            low,
            high,
            low_in,
            high_in,
        )


@given(labels())
def test_what_a_range_says_of_itself_is_read_back(label: tuple[str, int, bool, bool]) -> None:
    read = parse_range(label[0])
    assert read is not None and parse_range(str(read)) == read


@given(
    st.text(alphabet="同意不通过是否材料齐备满足以上下内第三方一般超重大事项其他元万0123456789.", max_size=12)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    read = parse_range(text)
    assert read is None or read.low >= 0


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "一般事项",
        "10万元",
        "第三方评估",
        "十分紧急",
        "超过10万元以上",
        "两委审议",
        "10万元50万元",
        "不满10元以上",
        "",
        "以上",
    ],
)
def test_what_is_no_range_is_none(text: str) -> None:
    assert parse_range(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("10–50万元", "10万元以上50万元以下"),
        ("5000–1万元", "5000元以上1万元以下"),
        ("10万–50万", "10万元以上50万元以下"),
        ("三千元以上不满二十万元", "3000元以上不满20万元"),
        ("超预算10%以上", "10%以上"),
        ("超过预算10%", "超过10%"),
        ("１０万元以下", "10万元以下"),
        ("10万元（不含）至50万元（含）", "超过10万元、50万元以下"),
        ("3人", "正好3人"),
        ("满意3人", "正好3人"),
        ("逾期3天", "正好3日"),
        ("不足三家", "不满3家"),
        ("1.5亿元以上", "1.5亿元以上"),
    ],
)
def test_officers_forms(text: str, wanted: str) -> None:
    assert str(parse_range(text)) == wanted


@st.composite
def partitions(draw: st.DrawFn) -> list[Range]:
    """[0, ∞) cut at some numbers, each number given to one side."""
    cuts = sorted(draw(st.sets(st.integers(1, 1000), max_size=6)))
    made, low, low_in = [], 0, True
    for cut in cuts:
        below = draw(st.booleans())
        made.append(Range(Fraction(low), Fraction(cut), low_in, below))
        low, low_in = cut, not below
    made.append(Range(Fraction(low), None, low_in, False))
    return draw(st.permutations(made))


@given(partitions())
def test_a_partition_has_neither_gap_nor_overlap(ranges: list[Range]) -> None:
    assert gaps(ranges) == [] and overlaps(ranges) == []


@given(partitions(), st.data())
def test_a_band_taken_away_is_the_gap(ranges: list[Range], data: st.DataObject) -> None:
    if len(ranges) > 1:
        gone = data.draw(st.sampled_from(ranges))
        (gap,) = gaps([r for r in ranges if r is not gone])
        assert gap == gone


points = st.fractions(0, 60, max_denominator=4)
some_ranges = st.lists(
    st.builds(
        lambda low, size, low_in, high_in, unit: Range(
            Fraction(low), None if size is None else Fraction(low + size), low_in, high_in, unit
        ),
        st.integers(0, 50), st.none() | st.integers(0, 20), st.booleans(), st.booleans(), st.just("元"),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(some_ranges, points)
def test_a_number_is_in_a_gap_just_when_no_band_holds_it(ranges: list[Range], number: Fraction) -> None:
    held = any(number in r for r in ranges if not r.empty)
    if number > 0:
        assert any(number in gap for gap in gaps(ranges)) is not held


@given(some_ranges)
def test_bands_overlap_just_when_some_number_is_in_two(ranges: list[Range]) -> None:
    alive = [r for r in ranges if not r.empty]
    ends = {e for r in alive for e in (r.low, r.high) if e is not None}
    tried = ends | {e + Fraction(1, 3) for e in ends}
    doubled = any(sum(number in r for r in alive) > 1 for number in tried)
    assert bool(overlaps(ranges)) is doubled
    for one, other, shared in overlaps(ranges):
        middle = shared.low if shared.high is None or shared.low_in else (shared.low + shared.high) / 2
        middle = middle if middle in shared else shared.low + Fraction(1, 3)
        assert middle in ranges[one] and middle in ranges[other]


def test_people_come_whole() -> None:
    """3人以下 beside 4人以上 leaves nobody out; 3元以下 beside 4元以上 does."""
    people, money = parse_choice(["3人以下", "4人以上"]), parse_choice(["3元以下", "4元以上"])
    assert people is not None and money is not None
    assert gaps(people) == [] and [str(g) for g in gaps(money)] == ["超过3元、不满4元"]
    assert parse_choice(["3人以下", "超过4人"]) is not None
    assert [str(g) for g in gaps(parse_choice(["3人以下", "超过4人"]) or ())] == ["正好4人"]


def test_a_choice_is_by_number_only_when_every_label_is() -> None:
    assert parse_choice(["不满10万元", "10万元以上", "其他"]) is None
    assert parse_choice(["2025年", "2026年"]) is None
    read = parse_choice(["<10", "10–50", "50万元以上"])
    assert read is not None and {r.unit for r in read} == {"元"}


@pytest.mark.parametrize(
    ("text", "days"), [("半天", "1/2"), ("半个工作日", "1/2"), ("半个月", "11"), ("半年", "131")]
)
def test_halves_of_a_time_are_reckoned(text: str, days: str) -> None:
    """Half a day is four hours, not a limit that is silently nothing."""
    read = parse_duration(text)
    assert read is not None and read.working_days == Fraction(days)
