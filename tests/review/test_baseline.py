"""A baseline: an old project starts clean, and what is new is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.project import load
from powermodel.report.text import as_text
from powermodel.review import Report, review
from powermodel.review.baseline import read_baseline, without, write_baseline
from powermodel.review.papers import PaperError
from tests.review.meetings import FIRST, STEPS, meeting, project


def found(folder: Path) -> Report:
    return review(load(folder, today=FIRST))


def test_only_what_is_new(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:5])
    paper = tmp_path / "baseline.yaml"
    assert write_baseline(paper, found(tmp_path), FIRST) == len(found(tmp_path).findings)
    project(tmp_path, without_limit=STEPS[1:6])
    report, gone = without(found(tmp_path), read_baseline(paper))
    assert [f.path for f in report.findings] == [f"步骤.{STEPS[5]}"]
    assert gone == 1
    assert "4 个基线里原有的" in as_text(report)
    assert [i.id for i in meeting(tmp_path, baseline=read_baseline(paper)).items] == [
        f"T401:案例:步骤.{STEPS[5]}"
    ]


def test_a_second_of_the_same_id_is_new(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:1])
    report = found(tmp_path)
    paper = tmp_path / "baseline.yaml"
    write_baseline(paper, report, FIRST)
    report.findings.append(report.findings[0])
    left, gone = without(report, read_baseline(paper))
    assert (len(left.findings), gone) == (1, 0)


def test_a_baseline_holds_no_findings_about_decisions(tmp_path: Path) -> None:
    """Else an overdue decision could be hidden for ever."""
    project(tmp_path, without_limit=STEPS[:1])
    at = meeting(tmp_path)
    at.decide(at.find(STEPS[0]), "接受", "李四", "", "街道正在定")
    project(tmp_path, without_limit=())
    report = found(tmp_path)
    assert "W855" in [f.code for f in report.findings]
    write_baseline(tmp_path / "baseline.yaml", report, FIRST)
    left, _ = without(report, read_baseline(tmp_path / "baseline.yaml"))
    assert [f.code for f in left.findings] == ["W855"]


def test_rewriting_it_with_itself_loses_nothing(tmp_path: Path) -> None:
    project(tmp_path)
    paper = tmp_path / "baseline.yaml"
    write_baseline(paper, found(tmp_path), FIRST)
    before = paper.read_bytes()
    left, _ = without(found(tmp_path), read_baseline(paper))
    write_baseline(paper, left, FIRST)
    assert paper.read_bytes() == before


@pytest.mark.parametrize("text", [None, "问题: {a: b", "别的: 1\n"])
def test_no_baseline_is_said(tmp_path: Path, text: str | None) -> None:
    paper = tmp_path / "旧.yaml"
    if text is not None:
        paper.write_text(text, "utf-8")
    with pytest.raises(PaperError, match="基线"):
        read_baseline(paper)
