"""Charts with lanes: what stands in a lane is the work of its post, and nothing else stands there or on its border."""

from __future__ import annotations

import pytest

from powermodel.project import library_root, load
from powermodel.rules.view import View
from render.layout import Chart, build_chart, place
from render.layout.parts import cut

LIBRARY = load(library_root() / "flows").project


def of_library(key: str) -> Chart:
    return build_chart(View(key, LIBRARY.powers[key], LIBRARY).flow, "lanes")


@pytest.mark.parametrize("key", ["社区工程建设", "物资服务采购", "印章使用", "集体三资处置"])
def test_connectors_of_a_cut_stand_in_the_lane_of_their_step(key: str) -> None:
    """Who sees a circle among the work of a post takes it that this post acts."""
    parts = cut(of_library(key), 2)
    assert any(item.shape == "connector" for part in parts for item in part.items)
    for part in parts:
        for placement in place(part):
            assert [placement.lanes[col] for col in placement.col] == [item.lane for item in part.items]
