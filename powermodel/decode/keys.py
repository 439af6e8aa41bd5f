"""Chinese and English keys: one table, taken from the models, and where each of them may stand."""

from __future__ import annotations

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from powermodel.decode.marks import Map, Seq
from powermodel.finding import Finding, Place
from powermodel.model.base import LAYER_KEYS, Model, english
from powermodel.model.guide import Material, Question
from powermodel.model.post import PostFile
from powermodel.model.power import Power, Record, Supervised, Target
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
    return {english(model, name): str(info.alias) for name, info in model.model_fields.items() if info.alias}


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


@cache
def holds_mappings(key: str) -> bool:
    """Whether the value of a Chinese or English key is a mapping, or a list of mappings."""
    models = {model for holders in owners().values() for model in holders}
    return any(
        shape.model is not None and key in (chinese, english(model, field))
        for model in models
        for field, info in model.model_fields.items()
        for chinese, shape in [(str(info.alias), shapes(model)[str(info.alias)])]
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


_LAYER_KEYS_OF = {"Power": ("来源", "修改"), "Step": ("插入",)}
_EDITS = {LAYER_KEYS[key]: key for key in ("增加", "去掉")}
_PLACES = {LAYER_KEYS[key]: key for key in ("之前", "之后")}


class _Renamer:
    """Turns English keys into Chinese ones and notes which languages were used."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.english: Place | None = None
        self.chinese: Place | None = None

    def mapping(self, mapping: Map, model: type[Model]) -> None:
        """A mapping that is read as ``model``, and all that is in it."""
        layer = {LAYER_KEYS[key]: key for key in _LAYER_KEYS_OF.get(model.__name__, ())}
        self.rename(mapping, {**to_chinese(model), **layer}, frozenset((*shapes(model), *layer.values())))
        for key, shape in shapes(model).items():
            if key in mapping:
                self.value(mapping[key], shape)
        if isinstance(mapping.get("插入"), Map):
            self.rename(mapping["插入"], _PLACES, frozenset(_PLACES.values()))
        changes = mapping.get("修改")
        if model is Power and isinstance(changes, Map):
            self.mapping(changes, Power)
        if model.__name__ == "Community" and isinstance(changes, Map):
            for change in changes.values():
                if isinstance(change, Map):
                    self.mapping(change, Power)

    def value(self, value: Any, shape: Shape) -> None:
        """The value of a key: lists, names over models, changes to a list, or one model."""
        if isinstance(value, Seq):
            for entry in value:
                self.value(entry, shape)
        elif isinstance(value, Map) and value and set(value) <= {*_EDITS, *_EDITS.values()}:
            self.rename(value, _EDITS, frozenset(_EDITS.values()))
            for entries in value.values():
                self.value(entries, shape)
        elif isinstance(value, Map) and shape.model:
            if shape.free and not (_SINGLE.get(shape.model, frozenset()) & set(value)):
                for inner in value.values():
                    self.value(inner, Shape(shape.model, False))
            else:
                self.mapping(value, shape.model)

    def rename(self, mapping: Map, table: dict[str, str], known: frozenset[str]) -> None:
        for key in list(mapping):
            place = mapping.at.get(key, mapping.place)
            chinese = table.get(key)
            if chinese is None or key in known:
                self.chinese = self.chinese or (place if key in known and not key.isascii() else None)
                continue
            self.english = self.english or place
            if chinese in mapping:
                args = {"key": chinese, "english": key, "line": mapping.at[chinese].line}
                self.findings.append(Finding("F003", args=args, variant="both", place=place))
                del mapping[key]
            else:
                mapping.renamed(key, chinese)


def translate(root: Map, model: type[Model]) -> list[Finding]:
    """Turn English keys of ``root`` into Chinese ones in place; F003 where both are given, F012 where both are used."""
    renamer = _Renamer()
    renamer.mapping(root, model)
    if renamer.english and renamer.chinese:
        renamer.findings.append(
            Finding("F012", place=max(renamer.english, renamer.chinese, key=lambda p: p.line))
        )
    return renamer.findings
