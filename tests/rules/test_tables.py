"""Data that a place replaces: whoever prints a limit or a quorum from a table must be able to say where it is from."""

from __future__ import annotations

import pytest

from powermodel.decode import read
from powermodel.model.amounts import parse_range
from powermodel.model.power import STAGES
from powermodel.model.values import parse_day, parse_duration, parse_majority
from powermodel.project.tables import FOLDER, names, plain, shipped

WORDS = ("环节词", "补正词")
"""Lists of words of the tool's own; where they are from is said once for the file."""


@pytest.mark.parametrize("name", names())
def test_table_says_what_it_is(name: str) -> None:
    root = plain(read(FOLDER / f"{name}.yaml").root)
    assert list(root) == ["表", "说明", "来源", "行"]
    assert root["表"] == name and root["说明"] and root["来源"] and root["行"]


@pytest.mark.parametrize("name", [n for n in names() if n not in WORDS])
def test_every_row_has_a_source_and_says_whether_it_was_verified(name: str) -> None:
    rows = shipped(name)
    keys = [next(iter(row.values())) for row in rows]
    assert len(set(keys)) == len(keys), "a project replaces rows by their first value"
    for row in rows:
        assert row["来源"].strip() and row["核实"] in ("已核实", "未核实"), row


def test_what_tables_say_can_be_read() -> None:
    """A row that the rules can't read would be a rule that never speaks."""
    assert all(parse_duration(row["至少"]) for row in shipped("公示期限"))
    assert all(parse_majority(row[key]) for row in shipped("表决规则") for key in ("到会", "通过"))
    assert all(parse_range(f"不满{text}") for row in shipped("门槛") for text in row["分档"])
    assert all(row["状态"] in ("已废止", "已修订") for row in shipped("失效依据"))
    assert all(parse_day(row["施行"]) for row in shipped("失效依据") if "施行" in row)
    assert set(shipped("环节词")) <= set(STAGES)
    checks = {row["检查"] for row in shipped("监督委员会组成")}
    assert checks == {"人数", "主任", "主任不兼任", "不兼任", "没有", "要有"}
