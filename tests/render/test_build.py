"""A build makes whole files under names any system takes, says what it made, and loses no old paper when it fails."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.project import load
from powermodel.rules.view import View
from render.build import Built, build
from render.build.files import LONGEST, WORKSHOP, Folder, Names, safe_name
from render.build.tell import table
from render.handbook.command import make_handbook
from render.ledger import COLUMNS, ledger, ledger_csv, ledger_html
from render.ledger.tables import harmless
from tests.rules.running import SAMPLE, TODAY, dump, parse

QUICK = "名称: 槐里社区\n产品: [手册, 风险台账, 审查报告]\n"
FILES = [
    "index.html",
    "审查报告/审查报告.html",
    "审查报告/审查报告.md",
    "手册/槐里社区便民服务手册 A5.pdf",
    "手册/槐里社区便民服务手册.html",
    "风险台账/廉政风险台账.csv",
    "风险台账/廉政风险台账.html",
]


def project(folder: Path, settings: str = QUICK, flow: str | None = None) -> Path:
    (folder / "flows").mkdir(parents=True)
    (folder / "powermodel.yaml").write_text(settings, "utf-8")
    (folder / "flows" / "样本.yaml").write_text(flow or SAMPLE.read_text("utf-8"), "utf-8")
    return folder


def made(root: Path, out: Path, **options: object) -> Built:
    return build(root, out, today=TODAY, **options)  # type: ignore[arg-type]


def contents(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_a_build_makes_what_the_project_asks_for_and_says_so(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    out = tmp_path / "out"
    built = made(project(tmp_path / "项目"), out, progress=lambda *each: told.append(each))
    assert not built.refused and not built.failed
    assert sorted(contents(out)) == sorted(each.path for each in built.made) == sorted(FILES)
    assert {each.status for each in built.made} == {"新"}
    assert all((out / each.path).stat().st_size == each.size for each in built.made)
    assert [t[0] for t in told] == list(range(len(told))) and told[-1] == (told[0][1], told[0][1], "")
    assert all(
        path.split("/")[0] in (out / "index.html").read_text("utf-8") or path == "index.html"
        for path in FILES
    )


def test_the_same_project_gives_the_same_bytes_and_touches_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "项目")
    made(root, tmp_path / "一")
    first = contents(tmp_path / "一")
    assert {each.status for each in made(root, tmp_path / "一").made} == {"没变"}
    made(root, tmp_path / "二")
    assert contents(tmp_path / "二") == first


def test_charts_are_made_in_both_styles_and_named_in_chinese(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = made(project(tmp_path / "项目", "产品: 海报\n纸张: {海报: [A3, 特大号]}\n"), out)
    names = {path for path in contents(out) if path != "index.html"}
    stems = ("低保初核（风险防控图）A3", "低保初核（泳道图）A3")
    assert all(
        any(f"JZ-01 {stem}" in n and n.endswith(end) for n in names)
        for stem in stems
        for end in (".pdf", ".svg")
    )
    assert [each.message for each in built.failed] == [
        each.message for each in built.failed if "特大号" in each.message
    ]
    assert len(built.failed) == 2  # a paper nobody knows costs only itself


def test_a_sheet_that_nobody_can_read_says_so_where_it_is_made(tmp_path: Path) -> None:
    """Who prints what a build made sees no other warning."""
    built = made(project(tmp_path / "项目", "产品: 海报\n纸张: {海报: [148x105mm, A1]}\n"), tmp_path / "out")
    said = {each.path: each.message for each in built.made if each.message}
    assert said and all("K902" in message for message in said.values())
    assert sorted(said) == [
        f"海报/JZ-01 低保初核（{style}）148x105mm 第1张.pdf" for style in ("泳道图", "风险防控图")
    ]


def test_errors_stop_a_build_before_anything_is_written(tmp_path: Path) -> None:
    data = parse(SAMPLE.read_text("utf-8"))
    data["步骤"]["审核确认"]["下一步"]["符合"] = "没有这一步"
    root, out = project(tmp_path / "项目", flow=dump(data)), tmp_path / "out"
    built = made(root, out)
    assert built.refused and not built.made and not out.exists()
    assert any(f.code == "F007" for f in built.report.findings)
    draft = made(root, out, draft=True)
    assert not draft.refused and sorted(contents(out)) == sorted(FILES)
    assert all(
        "草稿" in (out / name).read_text("utf-8")
        for name in FILES
        if name.endswith(".html") and "审查" not in name
    )


def test_a_character_no_font_has_is_named_beside_the_file(tmp_path: Path) -> None:
    built = made(project(tmp_path / "项目", "名称: 𰻝里社区\n产品: 手册\n"), tmp_path / "out")
    assert not built.failed
    assert [each.path for each in built.made if "“𰻝”" in each.message] == [
        "手册/𰻝里社区便民服务手册 A5.pdf"
    ]


def test_a_paper_no_handbook_has_is_said_by_build_and_by_the_verb(tmp_path: Path) -> None:
    root = project(tmp_path / "项目", "名称: 槐里社区\n产品: 手册\n纸张: {手册: A6}\n")
    built = made(root, tmp_path / "out")
    assert [each.message for each in built.failed] == ["手册只做 A5，不做“A6”。改 powermodel.yaml 的“纸张”"]
    said, bad = make_handbook(root, "pdf", tmp_path / "a.pdf", today=TODAY)
    assert bad and "只做 A5" in said and not (tmp_path / "a.pdf").exists()


def test_a_word_nobody_knows_is_a_line_of_the_result(tmp_path: Path) -> None:
    built = made(project(tmp_path / "项目", "产品: [风险台账, 大字报]\n"), tmp_path / "out")
    assert [each.kind for each in built.failed] == ["大字报"] and "海报、手册" in built.failed[0].message
    assert (tmp_path / "out/风险台账/廉政风险台账.csv").is_file()


def test_papers_of_a_power_that_is_gone_are_named(tmp_path: Path) -> None:
    root, out = project(tmp_path / "项目"), tmp_path / "out"
    made(root, out)
    (out / "手册" / "旧社区便民服务手册.html").write_text("旧", "utf-8")
    (out / "自己的.txt").write_text("不归它管", "utf-8")
    assert made(root, out).left == ("手册/旧社区便民服务手册.html",)


def test_a_file_held_by_a_reader_is_a_message_and_keeps_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = project(tmp_path / "项目"), tmp_path / "out"
    held = out / "手册" / "槐里社区便民服务手册 A5.pdf"
    held.parent.mkdir(parents=True)
    held.write_bytes(b"old")
    replace = os.replace

    def refuse(source: object, target: object) -> None:
        if Path(str(target)) == held:
            raise PermissionError(13, "used by another process", str(target))
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", refuse)
    built = made(root, out)
    assert [each.status for each in built.failed] == ["没写成"] and "关掉" in built.failed[0].message
    assert held.read_bytes() == b"old" and len(contents(out)) == len(FILES)


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Folder(tmp_path) as folder:
        assert folder.write("甲/乙.txt", b"old").status == "新"

        def full(self: Path, content: bytes) -> int:
            with self.open("wb") as file:
                file.write(content[:1])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        written = folder.write("甲/乙.txt", b"new")
        assert written.status == "没写成" and "磁盘满" in written.message
    assert contents(tmp_path) == {"甲/乙.txt": b"old"}


def test_a_place_where_nothing_can_be_put_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "挡路").write_text("", "utf-8")
    for out in (tmp_path / "挡路", tmp_path / "挡路" / "里面"):
        built = made(project(tmp_path / f"项目{len(out.parts)}"), out)
        assert [each.status for each in built.failed] == ["没写成"] and "换一个名字" in built.failed[
            0
        ].message
        assert built.made == built.failed and "index.html" not in table(built)


def test_a_folder_in_the_way_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "甲.txt" / "里面").mkdir(parents=True)
    with Folder(tmp_path) as folder:
        assert folder.write("甲.txt", b"new").status == "没写成"
        assert folder.write("甲.txt/里面", b"new").status == "没写成"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_killed_at_any_moment_every_file_is_old_or_new(tmp_path: Path) -> None:
    root, out = project(tmp_path / "项目"), tmp_path / "out"
    made(root, tmp_path / "new")
    new = contents(tmp_path / "new")
    script = (
        "import sys; from pathlib import Path; from datetime import date; from render.build import build\n"
        f"build(Path(sys.argv[1]), Path(sys.argv[2]), today=date({TODAY.year}, {TODAY.month}, {TODAY.day}))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for awaited in (1, 4):
        for name in FILES:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(b"old " + name.encode())
        process = subprocess.Popen([sys.executable, "-c", script, str(root), str(out)], env=environment)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if sum((out / name).read_bytes() == new[name] for name in FILES) >= awaited:
                break
        process.kill()
        process.wait()
        for name in FILES:
            assert (out / name).read_bytes() in (new[name], b"old " + name.encode()), name
    assert not made(root, out).failed
    assert contents(out) == new  # and nothing is left of the killed ones
    assert not (out / WORKSHOP).exists()


# -- names ---------------------------------------------------------------------------------------------------------


@given(st.text())
def test_every_name_can_be_a_file_on_windows(name: str) -> None:
    safe = safe_name(name)
    assert safe and not set(safe) & set('<>:"/\\|?*') and min(map(ord, safe)) >= 32
    assert safe[-1] not in ". " and safe[0] != " " and len(safe) <= LONGEST + 1
    assert safe.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert safe_name(safe) == safe


def test_names_that_a_file_system_confuses_are_kept_apart() -> None:
    names = Names()
    assert [names.take(n) for n in ("ab", "AB", "a?b", "a？b")] == ["ab", "AB（2）", "a？b", "a？b（2）"]


# -- the ledger ----------------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n 甲,\"'0")))
def test_no_cell_runs_in_a_spreadsheet(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) and cell.endswith(text)


def test_the_ledger_has_every_measure_of_every_risk(tmp_path: Path) -> None:
    data = parse(SAMPLE.read_text("utf-8"))
    data["权力"] = "=HYPERLINK(1)"
    loaded = load(project(tmp_path, flow=dump(data)), today=TODAY)
    views = {key: View(key, power, loaded.project) for key, power in loaded.project.powers.items()}
    lines = ledger(loaded.project, views)
    risks = [at for view in views.values() for at in view.risks]
    assert sum(1 for line in lines if line.of) == len(risks)
    assert len(lines) == sum(max(1, len(at.risk.measures)) for at in risks)
    raw = ledger_csv(lines)
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS and len(rows) == len(lines) + 1
    assert all(len(row) == len(COLUMNS) for row in rows) and rows[1][2] == "'=HYPERLINK(1)"
    html = ledger_html(lines, "槐里社区")
    assert all(at.name in html for at in risks) and "https" not in html


RISKY = """
权力: 案例
步骤:
  申请: {岗位: 申请家庭, 下一步: 审核}
  审核:
    岗位: 街道救助经办人
    下一步: 结束
    风险点:
      - 风险: 走过场
        可能性: 4
        危害: 3
        追责: 按规定处理
        监测指标: 退回率
        防控措施:
          - {措施: 双人签字, 类别: 双人, 状态: 已验证, 验证: {日期: 2026-05-06, 人: 张三, 凭证: 签字表}}
          - {措施: 张榜公布, 类别: 公开, 状态: 已验证}
          - {措施: 每月抽查, 类别: 核查, 状态: 计划, 到期: 2026-12-31}
"""


def test_the_ledger_tells_what_is_left_of_a_risk(tmp_path: Path) -> None:
    loaded = load(project(tmp_path, flow=RISKY), today=TODAY)
    lines = ledger(loaded.project, {"案例": View("案例", loaded.project.powers["案例"], loaded.project)})
    said = dict(zip(COLUMNS, lines[0].cells, strict=True))
    assert [said[c] for c in ("可能性", "危害", "风险值", "等级", "剩余等级")] == ["4", "3", "12", "高", "中"]
    assert (said["追责"], said["监测指标"], said["验证"]) == (
        "按规定处理",
        "退回率",
        "2026-05-06，张三，签字表",
    )
    assert "降为 中" in ledger_html(lines, None)
    data = parse(RISKY)
    for measure in data["步骤"]["审核"]["风险点"][0]["防控措施"]:
        measure["状态"] = "计划"
    loaded = load(project(tmp_path / "计划", flow=dump(data)), today=TODAY)
    lines = ledger(loaded.project, {"案例": View("案例", loaded.project.powers["案例"], loaded.project)})
    assert "剩余等级还是 高（还没有验证过的措施）" in ledger_html(lines, None)


def test_a_project_on_the_day_it_is_built(tmp_path: Path) -> None:
    """What depends on the day (waivers that run out) depends on the day given, not on the clock."""
    data = parse(SAMPLE.read_text("utf-8"))
    data["豁免"] = [
        {"规则": "R301", "位置": "步骤", "理由": "试行", "批准": "社区纪检委员", "到期": "2026-12-01"}
    ]
    root = project(tmp_path / "项目", flow=dump(data))
    assert any(
        f.code == "W853" for f in build(root, tmp_path / "out", today=date(2027, 1, 1)).report.findings
    )
    assert not any(
        f.code == "W853" for f in build(root, tmp_path / "out", today=date(2026, 11, 1)).report.findings
    )
