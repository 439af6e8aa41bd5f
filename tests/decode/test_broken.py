"""A file broken the way officers break it must say one clear thing at the right place, and the rest must be checked."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from powermodel.project import load
from powermodel.review import Options, PlacedFinding, Report, review
from tests.decode.breakages import BROKEN, SAMPLE, Broken

SECOND = ("版本: 2026.1", "版夲: 2026.1")
"""A second mistake in the last line, to see that reading went on."""


def reviewed(folder: Path, text: str) -> Report:
    (folder / "低保初核.yaml").write_bytes(text.encode())
    return review(load(folder, today=date(2026, 11, 22)), Options())


def told(report: Report) -> list[PlacedFinding]:
    """What a reader sees: findings that are no mere consequence of others, and that the sample has not by itself."""
    assert not report.crashes, report.crashes
    return [f for f in report.findings if f.follows_from is None and (f.code, f.path) not in usual()]


@cache
def usual() -> frozenset[tuple[str, str]]:
    """Remarks about the whole sample in its bare folder, such as that there is no posts.yaml."""
    with TemporaryDirectory() as folder:
        return frozenset((f.code, f.path) for f in reviewed(Path(folder), SAMPLE).findings)


def words(findings: list[PlacedFinding]) -> list[str]:
    return [f"{f.code} {f.place.line}:{f.place.column} {f.path} {f.message} | {f.help}" for f in findings]


@pytest.mark.parametrize("broken", BROKEN, ids=[b.name for b in BROKEN])
def test_one_message_at_the_right_place(broken: Broken, tmp_path: Path) -> None:
    findings = told(reviewed(tmp_path, broken.text))
    assert len(findings) == 1, words(findings)
    assert [findings[0].code, f"{findings[0].place.line}:{findings[0].place.column}"] == [
        broken.code,
        broken.at,
    ], words(findings)
    assert broken.says in findings[0].message + findings[0].help
    assert findings[0].help


@pytest.mark.parametrize("broken", BROKEN, ids=[b.name for b in BROKEN])
def test_the_rest_is_still_checked(broken: Broken, tmp_path: Path) -> None:
    text = broken.text.replace(*SECOND)
    if broken.text.count(SECOND[0]) == 0 or broken.code == "F016":
        pytest.skip("the last line is what was broken, or behind the end")
    found = {f.code for f in told(reviewed(tmp_path, text))}
    assert found == {broken.code, "F004"}


def test_the_sample_itself_is_well_written(tmp_path: Path) -> None:
    assert not [f for f in reviewed(tmp_path, SAMPLE).findings if f.code.startswith("F")]
