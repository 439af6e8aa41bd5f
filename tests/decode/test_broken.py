"""A file broken the way officers break it must say one clear thing at the right place, and the rest must be checked."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from powermodel.decode import read_text
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


def apart() -> list[tuple[Broken, Broken]]:
    """Pairs of breakages in lines that have nothing to do with each other, the same every time."""
    alone = [b for b in BROKEN if b.code != "F016" and "\n" not in b.old + b.new]
    pairs = []
    for number, one in enumerate(alone):
        two = alone[(number * 7 + 13) % len(alone)]
        lines = sorted(int(b.at.split(":")[0]) for b in (one, two))
        text = one.text.replace(two.old, two.new, 1)
        whole = all(
            text.split("\n")[n - 1] in (one.text.split("\n")[n - 1], two.text.split("\n")[n - 1])
            for n in lines
        )
        if lines[1] - lines[0] > 2 and whole:
            pairs.append((one, two))
    return pairs


@pytest.mark.parametrize("pair", apart(), ids=[f"{one.name}+{two.name}" for one, two in apart()])
def test_two_mistakes_are_two_messages(pair: tuple[Broken, Broken], tmp_path: Path) -> None:
    """All that is wrong is told in one run, each thing where it is."""
    one, two = pair
    findings = told(reviewed(tmp_path, one.text.replace(two.old, two.new, 1)))
    found = sorted((f.code, f"{f.place.line}:{f.place.column}") for f in findings)
    assert found == sorted([(one.code, one.at), (two.code, two.at)]), words(findings)


def test_a_file_of_nothing_but_mistakes_is_told_briefly(tmp_path: Path) -> None:
    """A hundred full-width colons are one thing to learn, not a hundred messages."""
    findings = told(reviewed(tmp_path, SAMPLE.replace(": ", "：").replace(":\n", "：\n")))
    assert len(findings) <= 6, words(findings)
    assert any("同样的还有" in f.message or "一句话" in f.message for f in findings)
    findings = told(reviewed(tmp_path, SAMPLE.replace("    ", "\t\t").replace("\n  ", "\n\t")))
    assert [f.code for f in findings] == ["F002"], words(findings)
    findings = told(reviewed(tmp_path, SAMPLE.replace(", ", "，")))
    assert len(findings) <= 6, words(findings)


def test_tabs_and_full_width_colons_all_over(tmp_path: Path) -> None:
    """Who types with the Chinese keyboard on, and Tab for indents, is told of two habits, and the steps are read."""
    text = "权力：报修\n编号: BX-1\n步骤：\n\t派工：\n\t\t岗位：社区\n\t\t时限：3天\n\t\t下一步：结束\n"
    report = reviewed(tmp_path, text)
    findings = [f for f in told(report) if f.code[0] == "F"]
    assert {(f.code, f.raw.variant) for f in findings} == {("F002", "wide_colon"), ("F002", "tab")}
    assert report.steps == 1


def test_a_file_cut_in_the_middle_of_a_character_is_one_message(tmp_path: Path) -> None:
    """What the other half would have named is not missing, it was not copied."""
    (tmp_path / "半份.yaml").write_bytes(SAMPLE.encode()[:1001])
    report = review(load(tmp_path, today=date(2026, 11, 22)), Options("correctness"))
    assert [f.code for f in report.findings if f.follows_from is None] == ["F001"]


def test_a_file_that_yaml_refuses_says_so() -> None:
    """Nothing may be left unread without a word."""
    document = read_text("a: &x [*x]\na: &x [*x]\n", "甲.yaml")
    assert [f.code for f in document.findings]


def test_two_powers_in_one_file_are_one_message(tmp_path: Path) -> None:
    one = "权力: {0}\n编号: {0}-1\n步骤:\n  派工: {{岗位: 社区, 下一步: 结束}}\n"
    findings = [f for f in told(reviewed(tmp_path, one.format("甲") + one.format("乙"))) if f.code[0] == "F"]
    assert [(f.code, f.place.line) for f in findings] == [("F003", 5)]


@pytest.mark.parametrize("cut", range(120, len(SAMPLE), 97))
def test_a_truncated_file_is_read_as_far_as_it_goes(cut: int, tmp_path: Path) -> None:
    """A download that broke off: at most the last line is complained about as text, and the steps before are there."""
    report = reviewed(tmp_path, SAMPLE[:cut])
    assert not report.crashes
    last = SAMPLE[:cut].count("\n") + 1
    for found in report.findings:
        if found.code in ("F002", "F014", "F015"):
            assert found.place.line >= last - 1, words([found])
    assert report.powers == 1
    assert report.views["低保初核"].power.name == "低保初核"
