"""`powermodel review` and baselines on the command line: what is written, what is said, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.project.files import DECISIONS
from tests.cli.test_commands import run
from tests.review.meetings import STEPS, id_of, project

TODAY = ("--today", "2026-11-22")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project(tmp_path, without_limit=STEPS[:2]))
    return tmp_path


def test_a_meeting_by_options(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("review", *TODAY, monkeypatch=monkeypatch) == 1
    assert id_of(STEPS[1]) in capsys.readouterr().out
    assert not (here / DECISIONS).exists()  # to look is not to decide
    decide = ("review", *TODAY, "--decide", id_of(STEPS[0]), "--decide", STEPS[1], "--as", "整改")
    assert run(*decide, "--by", "张三", monkeypatch=monkeypatch) == 2
    assert "写明期限" in capsys.readouterr().err
    assert run(*decide, "--by", "张三", "--until", "2026-12-31", monkeypatch=monkeypatch) == 0
    assert run("review", *TODAY, monkeypatch=monkeypatch) == 0
    assert "整改中 2" in capsys.readouterr().out
    assert run("review", "--today", "2027-01-01", monkeypatch=monkeypatch) == 1
    project(here, without_limit=())
    assert run("review", *TODAY, "--close", monkeypatch=monkeypatch) == 0
    assert "销号 2 个" in capsys.readouterr().out


def test_minutes(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("review", *TODAY, "--format", "markdown", monkeypatch=monkeypatch) == 0
    assert "# 权力运行审查意见表" in capsysbinary.readouterr().out.decode()
    assert run("review", *TODAY, "--format", "docx", monkeypatch=monkeypatch) == 0
    assert (here / "审查意见表.docx").read_bytes()[:2] == b"PK"
    assert run("review", *TODAY, "-f", "docx", "-o", "没有/表.docx", monkeypatch=monkeypatch) == 2


def test_baseline(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    check = ("check", *TODAY, "--fail-on", "warning")
    assert run(*check, monkeypatch=monkeypatch) == 1
    assert run(*check, "--write-baseline", "baseline.yaml", monkeypatch=monkeypatch) == 0
    assert run(*check, "--baseline", "baseline.yaml", monkeypatch=monkeypatch) == 0
    assert run("review", *TODAY, "--baseline", "baseline.yaml", monkeypatch=monkeypatch) == 0
    project(here, without_limit=STEPS[1:3])
    capsys.readouterr()
    assert run(*check, "--baseline", "baseline.yaml", monkeypatch=monkeypatch) == 1
    said = capsys.readouterr()
    assert f"“{STEPS[2]}”" in said.out
    assert f"“{STEPS[1]}”没有" not in said.out
    assert "1 个问题已经没有了" in said.err
    assert run(*check, "--baseline", "没有.yaml", monkeypatch=monkeypatch) == 2
