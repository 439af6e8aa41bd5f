"""What a drawing is worth beside another: type as far as it helps to read, then fewer crossings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from render.layout import Area
from render.layout.worth import NEAR, direct, hoped, legible, tidiness

AREA = Area(400, 280, readable=2.5, largest=7.5)


def worth(size: float, crossings: int) -> float:
    return legible(size, AREA) * tidiness(crossings, 0)


def test_type_that_can_just_be_read_is_worth_a_crossing() -> None:
    """Small type shuts readers out; one crossing does not."""
    assert worth(3.0, 1) > worth(2.6, 0)


def test_type_that_is_large_enough_is_not() -> None:
    """Who reads 6 mm reads 6.6 mm no better, but has a crossing to puzzle over."""
    assert worth(6.0, 0) > worth(6.6, 1)


def test_larger_type_is_always_worth_more() -> None:
    sizes = [legible(n / 4, AREA) for n in range(4, 60)]
    assert sizes == sorted(set(sizes))


def test_what_is_guessed_to_be_a_little_too_small_is_tried_all_the_same() -> None:
    """The guess is a few per cent off: what it says can't be read by a hair may well be."""
    assert hoped(2.5, 2.5) == hoped(3.0, 2.5) == 1.0
    assert 0.7 < hoped(2.4, 2.5) < 1.0
    assert hoped(1.9, 2.5) == hoped(1.0, 2.5) == 0.5


FAR = st.floats(NEAR + 1, 500)
LENGTHS = st.lists(st.floats(0, 500), max_size=40)


@given(LENGTHS, FAR, st.floats(1, 100))
def test_lines_that_run_far_are_never_worth_more(lengths: list[float], far: float, more: float) -> None:
    """Else the chart is chosen on which people follow a line round the whole sheet."""
    assert direct([*lengths, far + more]) < direct([*lengths, far]) < direct(lengths) <= 1


@given(LENGTHS, st.lists(st.floats(0, NEAR), max_size=40))
def test_lines_between_neighbours_cost_nothing(lengths: list[float], near: list[float]) -> None:
    """Else boxes are pushed together, or lines spared, that everybody follows at a glance."""
    assert direct(near) == 1
    assert direct([*lengths, *near]) == direct(lengths)
