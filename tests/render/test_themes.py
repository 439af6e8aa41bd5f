"""Whatever theme a sheet is printed in, and however it is copied, its words and lines stand out from their ground."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.model.project import Project
from powermodel.model.theme import THEMES
from powermodel.model.theme import Theme as Stated
from powermodel.project import load
from powermodel.rules.print.theme import (
    STROKE,
    TEXT,
    Theme,
    contrast,
    failing,
    in_grey,
    least_contrast,
    nearest_that_does,
    own,
    pairs,
    shipped,
    stated,
)  # fmt: skip
from powermodel.rules.view import View
from render.poster import make_sheet, poster
from render.scene.sheet import Composer
from tests.render.inks import inks

ROOT = Path(__file__).parents[2]
Style = Literal["risk", "lanes", "simple"]


@pytest.fixture(scope="module")
def project() -> Project:
    return load(ROOT / "examples" / "示例社区").project


def drawn(project: Project, key: str, style: Style, theme: Theme) -> str:
    view = View(key, project.powers[key], project)
    return "".join(d.svg for d in Composer(view, style, make_sheet("A3"), theme).sheets())


@pytest.mark.parametrize("name", THEMES)
def test_everything_on_a_sheet_stands_out(project: Project, name: str) -> None:
    """Read from the sheet: text 4.5:1, lines 3:1, in colour and as a copier prints them."""
    inked = inks(drawn(project, "低保初核", "lanes", shipped(name)))
    assert len(inked) > 100
    for ink in inked:
        least = TEXT if ink.kind == "text" else STROKE
        assert least_contrast(ink.colour, ink.ground) >= least, ink


@pytest.mark.parametrize("key", ["低保初核", "四议两公开"])
@pytest.mark.parametrize("style", ["risk", "lanes", "simple"])
def test_the_rule_knows_every_pair_that_is_drawn(project: Project, style: Style, key: str) -> None:
    """Drawn in a theme of all different colours, each ink tells its name: K904 must judge exactly such pairs."""
    names = Theme._fields[:-1]
    code = {f"#0000{n:02x}": name for n, name in enumerate(names)}
    sheet = drawn(project, key, style, Theme(*code))
    known = {(colour, ground): 0.0 for colour, ground, _ in pairs()}
    for colour, ground, least in pairs():
        known[colour, ground] = max(known[colour, ground], least)
    for ink in inks(sheet):
        pair = code.get(ink.colour, ink.colour), code.get(ink.ground, ink.ground)
        assert known.get(pair, 0.0) >= (TEXT if ink.kind == "text" else STROKE), (pair, ink)


@pytest.mark.parametrize("name", THEMES)
def test_shipped_themes_are_whole_and_pass(name: str) -> None:
    theme = shipped(name)
    assert list(failing(theme)) == []
    assert all(len(colour) == 7 for colour in theme[:-1])


def test_grey_theme_has_no_colour() -> None:
    assert all(in_grey(colour) == colour for colour in shipped("grey")[:-1])


def test_project_states_what_differs() -> None:
    """The rest is the theme it starts from."""
    setting = Stated.model_validate({"基于": "plain", "标题底": "0B5C3B"})
    assert own(setting) == {"head": "#0b5c3b"}
    assert stated(setting) == shipped("plain")._replace(head="#0b5c3b")


def test_the_theme_asked_for_is_printed(project: Project) -> None:
    (sheet,) = poster(project, "低保初核", fmt="svg", theme="grey")
    assert shipped("grey").head in sheet.svg
    assert shipped("official").head not in sheet.svg


@pytest.mark.parametrize("name", THEMES)
def test_a_draft_is_seen_to_be_one(project: Project, name: str) -> None:
    """Pale as the stamp is, it must show on the paper in every theme."""
    (sheet,) = poster(project, "低保初核", fmt="svg", theme=name, draft=True)
    stamp = re.search(r'fill="(#\w+)" fill-opacity="([\d.]+)"[^>]*data-draft', sheet.svg)
    assert stamp is not None and float(stamp[2]) >= 0.1
    assert least_contrast(stamp[1], shipped(name).paper) >= TEXT


colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(colours, colours)
def test_contrast_is_that_of_wcag(one: str, other: str) -> None:
    """Symmetric, 1 for equal colours, 21 for black on white; grey is a fixed point of grey."""
    assert contrast(one, other) == contrast(other, one) >= 1
    assert contrast(one, one) == 1
    assert in_grey(in_grey(one)) == in_grey(one)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("name", ["head", "box_line", "medium", "quiet"])
def test_advised_colour_is_enough(name: str) -> None:
    """What K904 advises must end the finding."""
    for colour in ("#f2c200", "#7fd4c1", "#808080"):
        theme = shipped("official")._replace(**{name: colour})
        advised = nearest_that_does(theme, name)
        assert advised
        assert not [p for p in failing(theme._replace(**{name: advised})) if name in p[:2]]
