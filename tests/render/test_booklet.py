"""The chart in a booklet can be read at arm's length: at least 2.5 mm, down the page, over few pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.model.project import Project
from powermodel.project import load
from powermodel.rules.view import View
from render.measure import measure
from render.scene.booklet import booklet_chart

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 116.0, 165.0  # mm: the text of an A5 page


@pytest.fixture(scope="module")
def library() -> Project:
    return load(ROOT / "flows").project


def view(library: Project, key: str) -> View:
    return View(key, library.powers[key], library)


def test_every_service_of_the_library_has_a_chart_that_can_be_read(library: Project) -> None:
    """Nothing collides, nothing is under 2.5 mm or over the page's edge, no step is missing."""
    services = [key for key, power in library.powers.items() if power.guide]
    assert len(services) > 10
    for key in services:
        pages = booklet_chart(view(library, key), WIDTH, HEIGHT, pages=3)
        assert 1 <= len(pages) <= 3, key
        for page in pages:
            found = measure(page.svg)
            assert not found.faults, (key, found.details)
            assert found.smallest_type >= 2.5 - 1e-3
            assert page.width <= WIDTH + 1e-6 and page.height <= HEIGHT + 1e-6
        drawn = "".join(page.svg for page in pages)
        assert all(f'data-step="{step}"' in drawn for step in view(library, key).flow.nodes), key


def test_short_services_take_one_page_and_long_flows_none_that_cannot_be_read(library: Project) -> None:
    assert len(booklet_chart(view(library, "生育登记"), WIDTH, HEIGHT)) == 1
    assert booklet_chart(view(library, "社区工程建设"), 60.0, 80.0) == []


def test_pages_say_where_they_go_on(library: Project) -> None:
    """A line that leaves a page ends in a letter, and begins at that letter on the other."""
    pages = booklet_chart(view(library, "低保初核"), WIDTH, HEIGHT)
    assert len(pages) == 2
    assert "图2" in pages[0].svg and 'data-connector="○甲"' in pages[1].svg
