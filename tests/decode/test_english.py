"""Every key has an English spelling that means the same, in every kind of file and in layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from powermodel.decode import Map, read_text, validate
from powermodel.decode.keys import owners, shapes, to_chinese
from powermodel.decode.validate import chinese
from powermodel.finding import Finding
from powermodel.model.base import LAYER_KEYS, Model, english
from powermodel.model.community import Community
from powermodel.model.post import PostFile
from powermodel.model.power import Power
from powermodel.model.risk import RiskFile
from powermodel.model.settings import CatalogueFile, Settings
from tests.decode.english import in_english
from tests.rules.running import dump, parse

ROOT = Path(__file__).parents[2]
FILES: list[tuple[type[Model], Path]] = [
    (Power, ROOT / "tests/fixtures/低保初核.yaml"),
    *((Power, path) for path in sorted(ROOT.glob("flows/*/*.yaml"))),
    (PostFile, ROOT / "flows/posts.yaml"),
    *((RiskFile, path) for path in sorted(ROOT.glob("riskpoints/*.yaml"))),
    *((Settings, path) for path in sorted(ROOT.glob("examples/*/powermodel.yaml"))),
]


def made(data: Any, model: type[Model]) -> tuple[Any, list[Finding]]:
    document = read_text(dump(data), "x.yaml")
    assert isinstance(document.root, Map)
    found = chinese(document, model)
    result, _data, wrong = validate(document.root, model, "x.yaml")
    return result, found + wrong


@pytest.mark.parametrize(("model", "path"), FILES, ids=[path.stem for _, path in FILES])
def test_a_whole_english_file_is_the_chinese_one(model: type[Model], path: Path) -> None:
    data = parse(path.read_text("utf-8"))
    translated = in_english(data, model)
    assert not any("一" <= c <= "龥" for key in translated for c in key)
    result, findings = made(translated, model)
    assert not findings
    assert (result, []) == made(data, model)


def test_catalogue_and_community_in_english() -> None:
    catalogue = parse("职权目录: [{编号: A-1, 名称: 低保初核, 类别: 救助, 行使方式: 协助}]")
    assert made(in_english(catalogue, CatalogueFile), CatalogueFile) == made(catalogue, CatalogueFile)
    text = "社区: 一\n编号: X1\n绑定: {窗口: {姓名: [甲], 电话: 0700-5550101}}\n启用: [乙]\n停用: 丙\n电话: {服务: 0700-5550100}\n目录: {流程: 流程}"
    community = parse(text)
    result, findings = made(in_english(community, Community), Community)
    assert not findings
    assert (result, []) == made(community, Community)


def test_names_are_never_translated() -> None:
    """A step called owner, an outcome called next, a risk called name stay what they are."""
    text = """name: x
steps:
  owner: {owner: limit, next: {yes: next, no: to}}
  next: {owner: post, risks: {title: {signs: name, measures: {kind: {title: code}}}}, next: 结束}
  to: {kind: 结束}
"""
    power, findings = made(parse(text), Power)
    assert not findings
    assert list(power.steps) == ["owner", "next", "to"]
    assert [(label, t[0].to) for label, t in power.steps["owner"].next.items()] == [
        ("yes", "next"),
        ("no", "to"),
    ]
    assert list(power.steps["next"].risks) == ["title"]
    assert list(power.steps["next"].risks["title"].measures) == ["kind"]


def test_both_spellings_for_one_thing() -> None:
    _power, findings = made(
        {"权力": "甲", "name": "乙", "步骤": {"一": {"岗位": "窗口", "owner": "窗口"}}}, Power
    )
    assert [(f.code, f.variant, f.args.get("english")) for f in findings] == [
        ("F003", "both", "name"), ("F003", "both", "owner"), ("F012", "", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("权力: 甲\n步骤: {一: {岗位: 窗口}}\n", False),
        ("name: 甲\nsteps: {一: {owner: 窗口}}\n", False),
        ("权力: 甲\n步骤: {一: {owner: 窗口}}\n", True),
        ("name: 甲\n步骤: {一: {owner: 窗口}}\n", True),
        ("权力: 甲\n步骤: {POS: {岗位: ATM, 下一步: {ok: end}}, end: {类型: 结束}}\n", False),
    ],
)
def test_mixed_languages_are_remarked_once(text: str, mixed: bool) -> None:
    _power, findings = made(parse(text), Power)
    assert [f.code for f in findings] == (["F012"] if mixed else [])


def test_spellings_are_unambiguous() -> None:
    """In one model no English key stands for two Chinese ones, and none is a Chinese one of another meaning."""
    for model in {m for models in owners().values() for m in models}:
        assert len(to_chinese(model)) == len(shapes(model)), model
        assert len({english(model, field) for field in model.model_fields}) == len(model.model_fields)
    assert len(set(LAYER_KEYS.values())) == len(LAYER_KEYS)
