"""An editor with these schemas must accept what the reader accepts, and underline a misspelt key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from powermodel.model.power import Power
from powermodel.model.schema import KINDS, LANGUAGES, schemas, write_schemas
from tests.decode.english import in_english
from tests.rules.running import parse

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "fixtures" / "低保初核.yaml"
FILES = {
    "power": ["flows/*/*.yaml", "tests/fixtures/低保初核.yaml", "examples/*/flows/**/*.yaml"],
    "posts": ["flows/posts.yaml", "examples/*/posts.yaml"],
    "riskpoints": ["riskpoints/*.yaml", "examples/*/riskpoints/*.yaml"],
    "powermodel": ["examples/*/powermodel.yaml"],
    "catalogue": ["examples/*/目录.yaml"],
    "community": ["examples/*/communities/*.yaml"],
}
LAYER = """
来源: 库/低保初核
权力: 低保初核
修改:
  承诺时限: 20个工作日
  标签: {增加: [试点], 去掉: 老}
  指南: {办理地点: 删除}
  步骤:
    入户调查: {时限: 4个工作日, 风险点: {优亲厚友: {等级: 高}}}
    抽查回访: {插入: {之前: 审核确认}, 岗位: 居务监督委员会, 时限: 3个工作日}
    信息核对: 删除
"""
COMMUNITY = """
社区: 示例社区
绑定: {社区民政专干: 张三, 会计: {姓名: [李四], 电话: 0700-5550103}}
启用: 低保初核
修改: {低保初核: {承诺时限: 20个工作日, 步骤: {入户调查: {人数: 3}}}}
"""


def errors(schema: dict[str, Any], data: Any) -> list[str]:
    return [
        f"{list(e.absolute_path)} {e.message[:120]}"
        for e in jsonschema.Draft7Validator(schema).iter_errors(data)
    ]


def typed(value: Any) -> Any:
    """What an editor makes of the texts of a file: numbers and booleans by YAML 1.2."""
    if isinstance(value, dict):
        return {key: typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    if value in ("", "true", "false"):
        return None if value == "" else value == "true"
    return (
        float(value)
        if re.fullmatch(r"-?\d+\.\d+", value)
        else int(value)
        if re.fullmatch(r"-?\d+", value)
        else value
    )


def shipped() -> Iterator[Any]:
    for kind, patterns in FILES.items():
        for pattern in patterns:
            for path in sorted(ROOT.glob(pattern)):
                yield pytest.param(kind, path, id=path.relative_to(ROOT).as_posix())


@pytest.mark.parametrize(("kind", "path"), list(shipped()))
def test_shipped_files_are_valid(kind: str, path: Path) -> None:
    schema, data = schemas("中文")[kind], parse(path.read_text("utf-8"))
    assert not errors(schema, data)
    assert not errors(schema, typed(data))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(KINDS))
def test_schemas_are_draft_07_that_old_editors_read(kind: str, language: str) -> None:
    schema = schemas(language)[kind]
    jsonschema.Draft7Validator.check_schema(schema)
    todo: list[Any] = [schema]
    while todo:
        here = todo.pop()
        if isinstance(here, dict):
            assert "$ref" not in here or list(here) == ["$ref"]
            assert (
                "prefixItems" not in here and "$defs" not in here and not isinstance(here.get("items"), list)
            )
            todo += here.values()
        elif isinstance(here, list):
            todo += here


@pytest.mark.parametrize(
    ("old", "new"),
    [("岗位: 申请家庭", "岗为: 申请家庭"), ("承诺时限", "承诺期限"), ("地点: 社区", "地址: 社区"), ("等级: 高", "等次: 高"),
     ("类别: 双人", "类别: 三人"), ("行使方式: 协助", "行使方式: 协力"), ("份数: 1", "数量: 1"), ("公示计入时限: 否", "公示计入时限: 不")],
)  # fmt: skip
def test_misspelt_words_are_refused(old: str, new: str) -> None:
    text = SAMPLE.read_text("utf-8")
    assert old in text
    assert errors(schemas("中文")["power"], parse(text.replace(old, new, 1)))


def blank(value: Any, keep: set[str]) -> Iterator[Any]:
    """The data with one key left blank, for every key that may be."""
    entries = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for key, inner in entries:
        if isinstance(value, dict) and key not in keep:
            yield {**value, key: None}
        if isinstance(inner, (dict, list)):
            for each in blank(inner, keep):
                made = dict(value) if isinstance(value, dict) else list(value)
                made[key] = each
                yield made


def test_a_key_may_be_left_blank() -> None:
    """Who fills in a form from top to bottom must not see every line underlined; what must be there stays so."""
    schema, data = schemas("中文")["power"], parse(SAMPLE.read_text("utf-8"))
    needed = {"权力", "步骤", "文件", "事由", "名称", "到"}
    for each in blank(data, needed):
        assert not errors(schema, each)
    assert errors(schema, {**data, "权力": None})


def test_english_keys_have_a_schema_of_their_own() -> None:
    data = in_english(parse(SAMPLE.read_text("utf-8")), Power)
    assert not errors(schemas("English")["power"], data)
    assert errors(schemas("中文")["power"], data)
    data["ownr"] = "x"
    assert errors(schemas("English")["power"], data)


def test_layers_and_communities_are_valid() -> None:
    layer = parse(LAYER)
    assert not errors(schemas("中文")["power"], layer)
    assert not errors(schemas("English")["power"], in_english(layer, Power))
    assert not errors(schemas("中文")["community"], parse(COMMUNITY))
    layer["修改"]["步骤"]["入户调查"]["时现"] = "4个工作日"
    assert errors(schemas("中文")["power"], layer)


def test_files_are_named_after_their_kind(tmp_path: Path) -> None:
    written = [path.name for path in write_schemas(tmp_path / "schema")]
    assert "power.schema.json" in written and "community.en.schema.json" in written
    assert sorted(written) == sorted(p.name for p in (tmp_path / "schema").iterdir())
