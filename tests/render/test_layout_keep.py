"""A layout that is kept must be the one that would be made: otherwise an old chart hangs on the wall."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from powermodel.project import load
from render.layout import Area, Layout, layout
from render.layout.keep import ON_DISK, Shelf, key_of
from render.poster import poster
from tests.render.test_layout_engine import LINE, chart_of

AREA = Area(400, 230, 2.5, 7.5)


def drawn() -> Layout:
    return layout(chart_of(LINE), AREA)


def fails() -> Layout:
    raise AssertionError("made again")


def test_what_is_kept_is_the_same(tmp_path: Path) -> None:
    """In memory, and by another process that finds it on disk."""
    shelf = Shelf(tmp_path)
    made = shelf.take("a", drawn)
    assert shelf.take("a", fails) is made
    assert Shelf(tmp_path).take("a", fails) == made


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    Shelf().take("a", drawn)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"cut"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    """A full disk or a virus scanner may leave half a file."""
    made = Shelf(tmp_path).take("a", drawn)
    file = tmp_path / "a"
    file.write_bytes(file.read_bytes()[:-3] if damage == b"cut" else damage)
    assert Shelf(tmp_path).take("a", drawn) == made
    assert Shelf(tmp_path).take("a", fails) == made


def test_an_entry_cannot_run_anything(tmp_path: Path) -> None:
    """A folder of layouts may come from somebody else's machine."""
    import hashlib

    packed = pickle.dumps(print)
    (tmp_path / "a").write_bytes(hashlib.sha256(packed).digest() + packed)
    assert Shelf(tmp_path).take("a", lambda: "made") == "made"


def test_a_folder_that_cannot_be_written_to_is_none(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert Shelf(blocked).take("a", drawn) == drawn()


def test_a_shelf_does_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(ON_DISK + 5):
        (tmp_path / f"{number:04}").write_bytes(b"")
    Shelf(tmp_path).take("new", drawn)
    assert len(list(tmp_path.iterdir())) <= ON_DISK
    assert (tmp_path / "new").exists()


def test_the_key_follows_what_is_drawn() -> None:
    """Another word in a step is another chart; the same chart has the same key on every machine."""
    chart = chart_of(LINE)
    other = chart_of({**LINE, "决定": {"岗位": "丁", "下一步": "办结"}})
    assert key_of([chart, AREA]) == key_of([chart_of(LINE), AREA])
    assert len({key_of([chart, AREA]), key_of([other, AREA]), key_of([chart, Area(400, 231, 2.5, 7.5)])}) == 3


def test_a_poster_from_a_kept_layout_is_the_same_and_follows_the_phones(tmp_path: Path) -> None:
    """A number changes far more often than a flow: the layout stays, the sheet has the new number."""
    project = load(Path(__file__).parents[2] / "examples" / "示例社区").project
    fresh = poster(project, "四议两公开", fmt="svg")
    for _ in range(2):  # laid out and kept, then taken from the disk
        assert poster(project, "四议两公开", fmt="svg", shelf=Shelf(tmp_path)) == fresh
    phones = project.settings.phones.model_copy(update={"oversight": "0700-5550177"})
    moved = replace(project, settings=project.settings.model_copy(update={"phones": phones}))
    (other,) = poster(moved, "四议两公开", fmt="svg", shelf=Shelf(tmp_path))
    assert "0700-5550177" in other.svg
    assert len(list(tmp_path.iterdir())) == 1
