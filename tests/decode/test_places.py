"""A finding must point at the words it is about, whatever part of a power it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from powermodel.decode import Map, Text, locate, read_text
from powermodel.decode.marks import entry_name
from powermodel.finding import Path as ModelPath
from powermodel.finding import Place

ROOT = Path(__file__).parents[2]
FLOW = """权力: 甲
依据: {文件: 办法甲, 文号: 民发〔2021〕57号}
标签: 试点
步骤:
  提出申请: {岗位: 居民, 下一步: 受理}
  受理:
    岗位: [窗口, 科室]
    下一步: {齐备: 审核, 不齐备: {到: 提出申请, 退回: 是}}
    风险点:
      - 引用: 优亲厚友
        落实: {近亲属备案: {步骤: 受理, 当: 受理〔齐备〕}}
      - 风险: 走过场
        防控措施:
          - {措施: 双人入户, 类别: 双人}
          - 现场拍照
  审核:
    风险点: 拖延
    下一步: [登记, 归档]
  登记 1.5: {类型: 结束}
豁免:
  - {规则: R304, 位置: 步骤.受理, 理由: 无}
规则:
  - {先于: [受理, 审核]}
  - {必经: 审核}
公开:
  - {目录: 居务公开, 内容: 名单}
"""


def leaves(value: Any, path: ModelPath = ()) -> Iterator[tuple[ModelPath, Text]]:
    """Every text of a tree with its model path; entries of lists by name, or by number."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        names = [entry_name(entry) for entry in value]
        for number, (name, entry) in enumerate(zip(names, value, strict=True), 1):
            unique = name is not None and names.count(name) == 1
            yield from leaves(entry, (*path, name if unique and name else str(number)))


FILES = [
    ROOT / "tests/fixtures/低保初核.yaml",
    *sorted(ROOT.glob("flows/*/*.yaml"))[:12],
    ROOT / "flows/posts.yaml",
]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_value_is_found_where_it_stands(path: Path) -> None:
    document = read_text(path.read_text("utf-8"), "x.yaml")
    assert isinstance(document.root, Map)
    count = 0
    for where, text in leaves(document.root):
        place = locate(document.root, where)
        assert place == text.place, where
        row = document.lines[place.line - 1]
        typed = row[place.column - 1 :].lstrip("\"'")
        assert typed.startswith(str(text)[:6]) or not text
        count += 1
    assert count > 40


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("权力",), 1, 5),
        (("依据", "办法甲"), 2, 1),
        (("依据", "办法甲", "文号"), 2, 19),
        (("依据", "1", "文号"), 2, 19),
        (("标签", "试点"), 3, 5),
        (("步骤", "受理"), 6, 3),
        (("步骤", "受理", "岗位"), 7, 5),
        (("步骤", "受理", "岗位", "科室"), 7, 14),
        (("步骤", "受理", "时限"), 6, 3),
        (("步骤", "提出申请", "下一步"), 5, 23),
        (("步骤", "提出申请", "下一步", ""), 5, 23),
        (("步骤", "提出申请", "下一步", "受理"), 5, 23),
        (("步骤", "受理", "下一步", "齐备"), 8, 15),
        (("步骤", "受理", "下一步", "齐备", "审核"), 8, 15),
        (("步骤", "受理", "下一步", "不齐备", "提出申请"), 8, 19),
        (("步骤", "受理", "下一步", "不齐备", "提出申请", "退回"), 8, 38),
        (("步骤", "受理", "风险点"), 9, 5),
        (("步骤", "受理", "风险点", "优亲厚友"), 10, 9),
        (("步骤", "受理", "风险点", "优亲厚友", "落实", "近亲属备案"), 11, 14),
        (("步骤", "受理", "风险点", "优亲厚友", "落实", "近亲属备案", "当"), 11, 33),
        (("步骤", "受理", "风险点", "走过场", "防控措施", "双人入户"), 14, 13),
        (("步骤", "受理", "风险点", "走过场", "防控措施", "双人入户", "岗位"), 14, 13),
        (("步骤", "受理", "风险点", "走过场", "防控措施", "现场拍照"), 15, 13),
        (("步骤", "审核", "风险点", "拖延"), 17, 10),
        (("步骤", "审核", "风险点", "拖延", "防控措施"), 17, 10),
        (("步骤", "审核", "下一步", "归档"), 18, 15),
        (("步骤", "登记 1.5"), 19, 3),
        (("步骤", "没有的"), 4, 1),
        (("豁免", "R304"), 21, 5),
        (("豁免", "R304", "批准"), 21, 5),
        (("规则", "1", "先于", "审核"), 23, 15),
        (("规则", "2", "必经"), 24, 10),
        (("公开", "1", "时间"), 26, 5),
        (("制定",), 1, 1),
        ((), 1, 1),
    ],
)
def test_every_kind_of_path(path: ModelPath, line: int, column: int) -> None:
    """The value where it is a text, else its key, else the nearest thing above."""
    root = read_text(FLOW, "x.yaml").root
    assert locate(root, path) == Place("x.yaml", line, column)
