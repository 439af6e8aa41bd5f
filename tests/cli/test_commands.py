"""The command line as an officer uses it: exit codes, Chinese words, output that no console breaks."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import cli
from powermodel.console.program import VERBS

GOOD = """权力: 报修登记
类别: 物业
步骤:
  提出报修: {岗位: 居民, 下一步: 派人}
  派人: {岗位: 物业服务企业, 时限: 1个工作日, 下一步: 结束}
"""
BAD = GOOD.replace("下一步: 派人", "下一步: 派工")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "我的 社区"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["powermodel", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, (), 0),
        (BAD, (), 1),
        (GOOD, ("--fail-on", "warning"), 1),
        (GOOD, ("--strict",), 1),
        (GOOD, ("--preset", "correctness", "--fail-on", "info"), 1),
        (BAD, ("--ignore", "F007,G"), 0),
        (BAD, ("--select", "T"), 0),
    ],
)
def test_exit_codes(
    text: str, options: tuple[str, ...], code: int, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "报修.yaml").write_text(text, "utf-8")
    assert run("check", *options, monkeypatch=monkeypatch) == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "没有“chek”这个命令，是不是想写 check"),
        (("check", "没有.yaml"), "没有这个文件或文件夹：没有.yaml"),
        (("check", "--formt", "json"), "是不是想写 --format"),
        (("check", "--format", "xml"), "“xml”不在可选的词里"),
        (("check", "--select", "N1"), "没有“N1”这条规则，开头的字母有 F（文件）、G（流程图）、O（岗位）"),
        (("check", "--ignore", "g9"), "没有“G9”这条规则，G 开头的有 G101 到 G115"),
        (("check", "--today", "昨天"), "不是日期"),
        (("explain",), "缺少参数"),
        (("explain", "Z999"), "没有“Z999”这条规则"),
        (("show", "没有的权力"), "没有“没有的权力”这项权力"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    arguments: tuple[str, ...],
    words: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, the reason and the way to help, all in Chinese."""
    assert run(*arguments, monkeypatch=monkeypatch) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "用法：powermodel" in told
    assert "Usage" not in told
    assert "Error" not in told


def test_help_is_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help", monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    for word in ("用法：", "命令：", "check", "build"):
        assert word in told
    for word in ("Usage", "Options", "Commands", "Show this message"):
        assert word not in told


def test_every_command_has_chinese_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in VERBS:
        assert run(name, "--help", monkeypatch=monkeypatch) == 0
        told = capsys.readouterr().out
        assert f"用法：powermodel {name}" in told
        assert "Usage" not in told


def test_json_alone_on_stdout(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (here / "报修.yaml").write_text(BAD, "utf-8")
    run("check", "--format", "json", monkeypatch=monkeypatch)
    out = capfdbinary.readouterr().out
    data = json.loads(out.decode("utf-8"))
    assert data["schema"] == "powermodel.findings/1"
    assert data["findings"][0]["file"] == "报修.yaml"


def test_gbk_console(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code page 936 lacks some characters: they are replaced, the run goes on."""
    (here / "报修.yaml").write_text(BAD.replace("派工", "派𠮷工"), "utf-8")
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding="gbk")
    monkeypatch.setattr(sys, "stdout", console)
    assert run("check", monkeypatch=monkeypatch) == 1
    console.flush()
    assert "找不到步骤" in raw.getvalue().decode("gbk")


def test_a_rule_that_fails_is_told_and_the_rest_runs(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, with the findings of all other rules."""
    from powermodel.rules import registry

    rules = registry.catalogue()

    def broken(_: object) -> list[object]:
        raise ValueError("boom")

    monkeypatch.setitem(registry._RULES, "G103", rules["G103"]._replace(check=broken))  # type: ignore[arg-type]
    (here / "报修.yaml").write_text(BAD, "utf-8")
    assert run("check", monkeypatch=monkeypatch) == 3
    told = capsys.readouterr()
    assert "F007" in told.out
    assert "G103" in told.err


def test_fix_mends_and_checks_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = here / "报修.yaml"
    path.write_bytes(GOOD.replace("类别: 物业", "类别：物业").encode("gbk"))
    assert run("check", monkeypatch=monkeypatch) == 1
    assert run("check", "--fix", monkeypatch=monkeypatch) == 0
    assert path.read_text("utf-8") == GOOD
