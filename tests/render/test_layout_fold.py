"""Long charts folded in columns: sheets that are full, and what belongs together on one side of the fold."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Area, Fitter, build_chart
from render.layout.fold import Boxes, beside, fold
from render.layout.place import Placement
from render.layout.worth import torn
from render.metrics import typeface
from tests.render.test_layout_random import flows, view_of

LIBRARY = load(library_root()).project


def straight(*cols: int) -> Placement:
    """One box in every row, in these columns."""
    return Placement(tuple(range(len(cols))), cols, len(cols), max(cols) + 1)


def folded(
    placement: Placement, heights: list[float], crossing: list[int], most: int = 2
) -> set[tuple[int, ...]]:
    """Where the placement is cut; all boxes 8 em wide."""
    boxes = Boxes(heights, [(4.0, 4.0)] * len(placement.row))
    return {one.cuts for one in fold(placement, boxes, crossing, most)}


def test_rows_side_by_side_need_not_be_of_one_height() -> None:
    """Six high rows beside twelve low ones are as long as each other: they are pushed together on their own."""
    heights = [4.0] * 6 + [1.0] * 12
    assert folded(straight(*[0] * 18), heights, [1] * 19) == {(0, 6, 18)}


def test_a_fold_goes_where_few_lines_do() -> None:
    """A row further up or down costs little type; three lines side by side round the sheet cost the reader much."""
    crossing = [1] * 7 + [4] + [1] * 8
    assert (0, 6, 14) in folded(straight(*[0] * 14), [3.0] * 14, crossing)


def test_a_group_with_a_wide_row_takes_the_others_along() -> None:
    """Two groups of which only one has a second column are narrower than two that both have it."""
    cols = [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    assert (0, 5, 12) in folded(straight(*cols), [3.0] * 12, [1] * 13)


def test_a_step_is_not_parted_from_its_diamond() -> None:
    """No other row will do, so there is no fold."""
    assert not folded(straight(*[0] * 8), [3.0] * 8, [1, *[52] * 7, 0])


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(flows())
def test_no_end_on_the_other_side_of_a_fold(raw: dict[str, Any]) -> None:
    """Where the place beside its step is free, an end of that step alone stands there; and no column is empty."""
    fitter = Fitter(build_chart(view_of(raw).flow, "simple"), typeface())
    for placement in {v.placement for v in fitter.variants if v.placement.flat}:
        assert set(placement.col) == set(range(placement.cols))
        assert len(set(zip(placement.row, placement.col, strict=True))) == len(placement.row)
        for source, end in fitter.look.alone:
            one, two = (bisect_right(placement.groups, placement.col[n]) for n in (source, end))
            assert one == two or beside(placement.unfolded, source, end) is None


def test_an_end_goes_beside_its_step_where_the_fold_would_part_them() -> None:
    """转介完成 stood at the foot of the sheet, eighty characters from the one step that leads there."""
    placement = Placement((0, 1, 2, 3, 4, 4, 5, 6, 7), (0, 0, 0, 0, 0, 1, 0, 0, 0), 8, 2)
    boxes = Boxes([3.0] * 8, [(4.0, 4.0)] * 9)
    crossing = [20, 20, 20, 20, 1, 20, 20, 20, 0]
    (one,) = fold(placement, boxes, crossing, 2, [(3, 5)])
    assert (one.row[5], one.col[5]) == (one.row[3], one.col[3] + 1)
    (one,) = fold(placement, boxes, crossing, 2)
    assert one.row[5] == 0


@pytest.mark.parametrize("power", ["社会捐赠款物", "信访举报办理"])
def test_drawings_that_are_tried_differ_in_more_than_the_row_of_a_fold(power: str) -> None:
    """Four tries at one chart must not be spent on four folds that look alike."""
    fitter = Fitter(build_chart(View(power, LIBRARY.powers[power], LIBRARY).flow, "simple"), typeface())
    area = Area(300, 200, 2.5, 7.5)
    kinds = {v.placement: v.kind for v in fitter.variants}
    tried = [(made[2].rows, *kinds[made[2].placement][1:]) for _, made in islice(fitter._made(area), 4)]
    assert len(tried) > 1 and len(tried) == len(set(tried))


def test_every_line_more_over_a_fold_costs() -> None:
    """One line over each fold is what a fold needs."""
    assert torn([1, 1]) == torn([]) == 1.0
    assert torn([2, 1]) > torn([3, 1]) == torn([2, 2])
