"""What a meeting and a machine read: whole outputs, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifSchema

from powermodel.report.json_ import as_json
from powermodel.report.markdown import as_markdown
from powermodel.report.sarif import as_sarif
from powermodel.report.text import as_text
from powermodel.review import Report
from powermodel.width import columns
from tests.rules.running import run

SNAPSHOTS = Path(__file__).parent / "snapshots"
BROKEN = """权力: 印章使用
编号: YZ-01
步骤:
  提出申请：
    岗位: 居民
    下一步: 审核材料
  审核材料:
    岗位: 印章管理员
    时线: 1个工作日
    下一步: {同意: 登记盖章, 不同意: 告知理由}
  登记盖章: {岗位: 印章管理员, 时限: 及时, 下一步: 归挡}
  告知理由: {岗位: 印章管理员, 时限: 当场, 下一步: 结束}
  归档: {岗位: 社区文书, 时限: 1个工作日, 下一步: 结束}
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "印章.yaml").write_text(BROKEN, "utf-8")
    return run(tmp_path, select=("F", "G", "T401"))


def snapshot(name: str, text: str, update: bool) -> None:
    path = SNAPSHOTS / name
    if update or not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [("text.txt", as_text), ("json.json", as_json), ("markdown.md", as_markdown), ("sarif.json", as_sarif)],
)
def test_whole_output(name: str, write, report: Report, request: pytest.FixtureRequest) -> None:  # type: ignore[no-untyped-def]
    """The wording and the shape of every output; `pytest --update-snapshots` writes them anew."""
    snapshot(name, write(report), request.config.getoption("--update-snapshots"))


def test_json_has_exactly_the_promised_keys(report: Report) -> None:
    data = json.loads(as_json(report))
    assert set(data) == {"schema", "findings", "summary"}
    assert set(data["summary"]) == {"powers", "steps", "risks", "errors", "warnings", "infos"}
    for finding in data["findings"]:
        assert set(finding) == {
            "code", "severity", "message", "file", "line", "column", "path", "witness", "related", "follows_from", "help",
        }  # fmt: skip
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["line"] >= 1
        assert finding["column"] >= 1


def test_sarif_is_valid(report: Report) -> None:
    SarifSchema.model_validate_json(as_sarif(report))


def test_caret_stands_under_the_character(report: Report) -> None:
    """On a projector the caret must point at the wrong word, behind Chinese characters of two columns each."""
    lines = as_text(report).splitlines()
    carets = [n for n, line in enumerate(lines) if line.strip(" │") == "^"]
    for number, word in zip(carets, ("：", "时线", "归挡", "及时"), strict=True):
        source, caret = lines[number - 1], lines[number]
        assert columns(caret) - 1 == columns(source[: source.rindex(word)])


def test_clean_project_says_what_was_looked_at(tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_text(
        BROKEN.replace("：\n", ":\n").replace("时线", "时限").replace("归挡", "归档"), "utf-8"
    )
    assert (
        as_text(run(tmp_path, select=("F",))).strip()
        == "1 项权力、5 个步骤（不含结束）、0 个风险点：没有发现问题"
    )
