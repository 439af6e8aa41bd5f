"""Chinese and English keys: one table, taken from the models, and where each of them may stand."""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from powermodel.decode.marks import Map, Seq
from powermodel.finding import Finding, Place
from powermodel.model.base import Model
from powermodel.model.guide import Material, Question
from powermodel.model.post import PostFile
from powermodel.model.power import Power, Record, Step, Supervised, Target
from powermodel.model.risk import CarriedOut, Measure, Risk, RiskFile

MODEL_NAMES = {
    "Power": "权力", "Step": "步骤", "Target": "下一步", "Publicity": "公示", "Vote": "表决", "Record": "产出",
    "Basis": "依据", "Risk": "风险点", "Measure": "防控措施", "CarriedOut": "落实步骤", "Guide": "指南",
    "Material": "申请材料", "Question": "常见问题", "Disclosure": "公开", "Oversight": "监督", "Provenance": "制定",
    "Waiver": "豁免", "Anytime": "随时", "Constraint": "规则", "Post": "岗位", "Settings": "powermodel.yaml",
    "Community": "社区", "PostFile": "posts.yaml", "RiskFile": "风险点文件", "Span": "分段时限", "Phones": "电话",
    "ServicePoint": "服务点", "GridUnit": "网格", "Overdue": "逾期", "Aggregation": "累计", "Result": "结果",
    "Hours": "时间", "Incompatible": "不相容", "CatalogueFile": "目录.yaml", "CatalogueEntry": "职权目录",
    "Commitment": "承诺", "Matrix": "风险矩阵", "RuleSettings": "规则设置", "Paper": "纸张", "Folders": "目录",
    "Verification": "验证", "Binding": "绑定", "Leaders": "责任领导", "GradeLabels": "等级名称", "Scope": "适用",
    "Supervised": "监督",
}  # fmt: skip


def _roots() -> tuple[type[Model], ...]:
    """The model of each kind of file; those that a plain check never needs are imported here."""
    from powermodel.model.community import Community
    from powermodel.model.settings import CatalogueFile, Settings

    return Power, RiskFile, PostFile, Settings, Community, CatalogueFile


LAYER_KEYS = {
    "来源": "from",
    "修改": "changes",
    "插入": "insert",
    "增加": "add",
    "去掉": "remove",
    "之前": "before",
    "之后": "behind",
    "删除": "delete",
}
"""Keys of layers, which no model has: they are gone when a power is made."""
_SINGLE: dict[type[Model], frozenset[str]] = {
    Risk: frozenset(("风险", "引用", "name", "reference")),
    Measure: frozenset(("措施", "title", "岗位", "post")),
    Target: frozenset(("到", "to")),
    CarriedOut: frozenset(("步骤", "steps")),
    Record: frozenset(("名称", "title")),
    Material: frozenset(("名称", "title")),
    Question: frozenset(("问", "question")),
    Supervised: frozenset(("环节", "stages")),
}


def english(field: str) -> str:
    """The English key of a model's attribute."""
    return field.rstrip("_")


@dataclass(frozen=True)
class Shape:
    """How a field holds models: ``model`` None: no models; ``free``: a mapping whose keys are names."""

    model: type[Model] | None
    free: bool


def _models(annotation: Any) -> tuple[type[Model] | None, bool]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _models(get_args(annotation)[0])
    if origin in (Union, types.UnionType, tuple, list):
        for arg in get_args(annotation):
            found = _models(arg)
            if found[0]:
                return found
        return None, False
    if origin is dict:
        model, _ = _models(get_args(annotation)[1])
        return model, True
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation, False
    return None, False


@cache
def shapes(model: type[Model]) -> dict[str, Shape]:
    """Chinese key → what its value holds."""
    return {
        str(info.alias): Shape(*_models(info.annotation))
        for info in model.model_fields.values()
        if info.alias
    }


@cache
def to_chinese(model: type[Model]) -> dict[str, str]:
    """English key → Chinese key of one model."""
    return {english(name): str(info.alias) for name, info in model.model_fields.items() if info.alias}


@cache
def owners() -> dict[str, list[type[Model]]]:
    """Chinese key → the models it belongs to."""
    found: dict[str, list[type[Model]]] = {}
    todo: list[type[Model]] = list(_roots())
    seen: set[type[Model]] = set()
    while todo:
        model = todo.pop(0)
        if model in seen:
            continue
        seen.add(model)
        for key, shape in shapes(model).items():
            found.setdefault(key, []).append(model)
            if shape.model:
                todo.append(shape.model)
    return found


@cache
def all_keys() -> frozenset[str]:
    """Every key of the format, Chinese and English."""
    models = {m for ms in owners().values() for m in ms}
    return frozenset(owners()) | frozenset(e for m in models for e in to_chinese(m)) | frozenset(LAYER_KEYS)


@cache
def in_english(key: str) -> frozenset[str]:
    """The English spellings of a Chinese key."""
    return frozenset(
        word
        for model in owners().get(key, ())
        for word, chinese in to_chinese(model).items()
        if chinese == key
    )


def model_at(root: type[Model], data: Any, path: tuple[str | int, ...]) -> type[Model] | None:
    """The model that the value at ``path`` of ``data`` is read as; None where it is none."""
    model: type[Model] | None = root
    free = False
    for segment in path:
        if model is None:
            return None
        if free:
            free = False
            continue
        if isinstance(segment, int) or segment not in shapes(model):
            continue
        shape = shapes(model)[segment]
        model, free = shape.model, shape.free
    return model


class _Renamer:
    """Turns English keys into Chinese ones and notes which languages were used."""

    def __init__(self, file: str) -> None:
        self.file, self.findings = file, list[Finding]()
        self.english: Place | None = None
        self.chinese: Place | None = None

    def value(self, value: Any, model: type[Model], free: bool) -> None:
        if isinstance(value, Seq):
            for entry in value:
                self.value(entry, model, False if not free else not self._is_single(entry, model))
        elif isinstance(value, Map):
            if free and not self._is_single(value, model):
                for inner in value.values():
                    self.value(inner, model, model is Target and isinstance(inner, Map) and False)
            else:
                self.mapping(value, model)

    @staticmethod
    def _is_single(value: Any, model: type[Model]) -> bool:
        return isinstance(value, Map) and any(k in value for k in _SINGLE.get(model, ()))

    def mapping(self, mapping: Map, model: type[Model]) -> None:
        table = to_chinese(model)
        for key in list(mapping):
            place = mapping.at[key]
            chinese = table.get(key) or next(
                (c for c, e in LAYER_KEYS.items() if e == key and model in (Power, Step)), None
            )
            if chinese and key not in shapes(model):
                self.english = self.english or place
                if chinese in mapping:
                    self.findings.append(
                        Finding("F003", args={"key": chinese, "english": key, "line": mapping.at[chinese].line},
                                variant="both", place=place)
                    )  # fmt: skip
                    del mapping[key]
                    continue
                mapping.renamed(key, chinese)
            elif key in shapes(model) and not key.isascii():
                self.chinese = self.chinese or place
        for key, shape in shapes(model).items():
            if shape.model and key in mapping:
                self.value(mapping[key], shape.model, shape.free)
        if model is Power and isinstance(mapping.get("修改"), Map):
            self.mapping(mapping["修改"], Power)
        if model.__name__ == "Community" and isinstance(mapping.get("修改"), Map):
            for change in mapping["修改"].values():
                if isinstance(change, Map):
                    self.mapping(change, Power)


def translate(root: Map, model: type[Model], file: str) -> list[Finding]:
    """Turn English keys of ``root`` into Chinese ones in place; F003 where both are given, F012 where both are used."""
    renamer = _Renamer(file)
    renamer.mapping(root, model)
    if renamer.english and renamer.chinese:
        renamer.findings.append(
            Finding("F012", place=max(renamer.english, renamer.chinese, key=lambda p: p.line))
        )
    return renamer.findings
