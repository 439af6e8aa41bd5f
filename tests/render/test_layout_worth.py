"""What a drawing is worth beside another: type as far as it helps to read, then fewer crossings."""

from __future__ import annotations

from render.layout import Area
from render.layout.worth import hoped, legible, tidiness

AREA = Area(400, 280, readable=2.5, largest=7.5)


def worth(size: float, crossings: int) -> float:
    return legible(size, AREA) * tidiness(crossings, 0)


def test_type_that_can_just_be_read_is_worth_a_crossing() -> None:
    """Small type shuts readers out; one crossing does not."""
    assert worth(2.9, 1) > worth(2.6, 0)


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
