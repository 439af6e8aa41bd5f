"""JSON Schemas of all files, in draft-07 form, made from the models: what an editor completes and checks while typing.

A schema forgives what the reader forgives (one for many, a text for a mapping, blank texts) and refuses unknown keys
and words. Each ``$ref`` stands alone in its object; there are no tuple types and no formats, so any editor understands it.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo

from powermodel.model.base import LAYER_KEYS, Model, english
from powermodel.model.community import Binding, Community
from powermodel.model.guide import Material, Result
from powermodel.model.post import Post, PostFile
from powermodel.model.power import Power, Record, Step, Supervised, Target
from powermodel.model.risk import CarriedOut, Measure, Risk, RiskFile
from powermodel.model.settings import CatalogueFile, Commitment, Settings

Schema = dict[str, Any]
KINDS: Mapping[str, tuple[type[Model], str]] = {
    "power": (Power, "权力"),
    "riskpoints": (RiskFile, "风险点"),
    "posts": (PostFile, "岗位"),
    "powermodel": (Settings, "项目设置"),
    "catalogue": (CatalogueFile, "职权目录"),
    "community": (Community, "社区"),
}
"""Kind of file (the stem of its schema) → its model and what it is called."""
LANGUAGES = ("中文", "English")
_TEXT_STANDS_FOR = frozenset(
    (Target, Record, Material, Result, CarriedOut, Measure, Risk, Commitment, Supervised, Binding)
)
"""Models that a single text may stand for."""
_NAME_OR_LIST = frozenset((Risk, Measure, Binding, Commitment))
"""Models that come as names over mappings, as a list, or as one."""
_MAY_BE_BLANK = frozenset((Step, Post))
_NULL: Schema = {"type": "null"}
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}


def schemas(language: str) -> dict[str, Schema]:
    """Kind → schema. ``language``: 中文 or English, the language of the keys; words as values are Chinese in both."""
    return {kind: _Builder(language == "English").schema(*about) for kind, about in KINDS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write ``power.schema.json``, ``power.en.schema.json`` and so on into ``folder``; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for language, ending in zip(LANGUAGES, ("", ".en"), strict=True):
        for kind, schema in schemas(language).items():
            path = folder / f"{kind}{ending}.schema.json"
            beside = path.with_suffix(".tmp")
            beside.write_text(
                json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8", newline="\n"
            )
            beside.replace(path)
            written.append(path)
    return written


def _any(*options: Schema) -> Schema:
    return {"anyOf": list(options)} if len(options) > 1 else options[0]


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _or_blank(value: Schema) -> Schema:
    """The same for a key that may be left blank: it is not filled in yet."""
    if not value:
        return value
    if isinstance(value.get("type"), list):
        return {**value, "type": [*dict.fromkeys((*value["type"], "null"))]}
    return {**value, "anyOf": [*value["anyOf"], _NULL]} if "anyOf" in value else _any(value, _NULL)


class _Builder:
    """One schema. A model is a definition; for layers a second one, in which nothing is required."""

    def __init__(self, in_english: bool) -> None:
        self.in_english = in_english
        self.definitions: dict[str, Schema] = {}

    def schema(self, model: type[Model], title: str) -> Schema:
        body = self.layered() if model is Power else {"allOf": [self.ref(model, False)]}
        head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
        return {**head, **body, "definitions": dict(sorted(self.definitions.items()))}

    def layered(self) -> Schema:
        """A power, or, with 来源, what differs from another."""
        source, changes = self.layer("来源"), self.layer("修改")
        whole, partial = self.ref(Power, False), self.ref(Power, True)
        self.definitions["Layer"] = {
            "type": "object",
            "properties": {
                **self.definitions["PowerChanges"]["properties"],
                source: _SCALAR, changes: partial,
            },
            "required": [source],
            "additionalProperties": False,
        }  # fmt: skip
        return {"if": {"required": [source]}, "then": {"$ref": "#/definitions/Layer"}, "else": whole}

    def layer(self, key: str) -> str:
        return LAYER_KEYS[key] if self.in_english else key

    def ref(self, model: type[Model], changes: bool) -> Schema:
        """A reference to a model's definition, which is made on the first use."""
        name = model.__name__ + ("Changes" if changes else "")
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.model(model, changes)
        return {"$ref": f"#/definitions/{name}"}

    def model(self, model: type[Model], changes: bool) -> Schema:
        properties: dict[str, Schema] = {}
        required = []
        for field, info in model.model_fields.items():
            chinese, word = str(info.alias), english(model, field)
            key, other = (word, chinese) if self.in_english else (chinese, word)
            value = self.field(model, info, changes)
            if changes:
                value = _any(*value.get("anyOf", [value]), {"enum": ["删除"]}, self.edits(model, info))
            if info.is_required() and not changes:
                required.append(key)
            else:
                value = _or_blank(value)
            properties[key] = {"title": other, **(value if "$ref" not in value else {"allOf": [value]})}
        if model is Step and changes:
            properties[self.layer("插入")] = self.insertion()
        if model is Community:
            properties["changes" if self.in_english else "修改"] = {
                "type": "object", "additionalProperties": self.ref(Power, True),
            }  # fmt: skip
        return {
            "type": "object", "properties": properties, "additionalProperties": False,
            **({"required": required} if required else {}),
        }  # fmt: skip

    def insertion(self) -> Schema:
        before, after = self.layer("之前"), self.layer("之后")
        return {
            "type": "object", "properties": {before: _SCALAR, after: _SCALAR}, "additionalProperties": False,
            "minProperties": 1, "maxProperties": 1,
        }  # fmt: skip

    def edits(self, model: type[Model], info: FieldInfo) -> Schema:
        """What a layer does to a list: 增加 and 去掉."""
        add, remove = self.layer("增加"), self.layer("去掉")
        value = self.field(model, info, False)
        return {
            "type": "object", "additionalProperties": False, "minProperties": 1,
            "properties": {add: value, remove: _any(_SCALAR, {"type": "array"})},
        }  # fmt: skip

    # -- values -------------------------------------------------------------------------------------------------

    def field(self, model: type[Model], info: FieldInfo, changes: bool) -> Schema:
        if model is Step and info.alias == "下一步":
            return self.what_follows()
        stated = next((m for m in info.metadata if isinstance(m, WithJsonSchema)), None)
        held = self.held(info.annotation)
        if held is None:
            return self.scalar(stated) if stated else self.value(info.annotation, changes)
        return self.of_models(held, self.is_free(info.annotation), self.is_many(info.annotation), changes)

    def what_follows(self) -> Schema:
        target = _any(_SCALAR, self.ref(Target, False))
        outcomes = {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": _any(*target["anyOf"], _list_of(target)),
        }
        return _any(*target["anyOf"], outcomes, _list_of(target))

    def of_models(self, model: type[Model], free: bool, many: bool, changes: bool) -> Schema:
        """Names over models, a list of models, or one; with what may stand for one."""
        one = self.ref(model, changes)
        item = _any(one, _SCALAR) if model in _TEXT_STANDS_FOR else one
        options: list[Schema] = item.get("anyOf", [item])
        if model is Supervised:
            options = [*options, _list_of(_SCALAR)]
        if free:
            return self.named(model, item, options, changes)
        if many and changes:
            return _any(*options, _list_of(self.ref(model, False)), {"type": "object"})
        return _any(*options, _list_of(item)) if many else _any(*options)

    def named(self, model: type[Model], item: Schema, options: list[Schema], changes: bool) -> Schema:
        values = list(options)
        if model in _MAY_BE_BLANK:
            values.append(_NULL)
        if model is CarriedOut:
            values.append(_list_of(item))
        if changes:
            values.append({"enum": ["删除"]})
        names: Schema = {"type": "object", "additionalProperties": _any(*values)}
        return _any(names, *options, _list_of(item)) if model in _NAME_OR_LIST else names

    def value(self, annotation: Any, changes: bool) -> Schema:
        """The schema of an annotation that holds no model."""
        origin = get_origin(annotation)
        if origin is Annotated:
            stated = next((m for m in get_args(annotation)[1:] if isinstance(m, WithJsonSchema)), None)
            return self.scalar(stated) if stated else self.value(get_args(annotation)[0], changes)
        if origin in (Union, types.UnionType):
            return self.value(next(a for a in get_args(annotation) if a is not type(None)), changes)
        if origin is dict:
            return {"type": "object", "additionalProperties": self.value(get_args(annotation)[1], changes)}
        if origin is tuple:
            entry = self.value(get_args(annotation)[0], changes)
            return _any(entry, _list_of(entry))
        return {} if annotation is Any else dict(_SCALAR)

    def scalar(self, stated: WithJsonSchema) -> Schema:
        """A stated schema; what is a text for us may look like a number to an editor (2026.10)."""
        schema = dict(stated.json_schema or {})
        if schema.get("type") == "string":
            schema["type"] = ["string", "number"]
        return schema

    # -- annotations --------------------------------------------------------------------------------------------

    def held(self, annotation: Any) -> type[Model] | None:
        """The model that an annotation holds, in whatever containers."""
        if isinstance(annotation, type) and issubclass(annotation, Model):
            return annotation
        for arg in get_args(annotation):
            if found := self.held(arg):
                return found
        return None

    def is_free(self, annotation: Any) -> bool:
        return get_origin(annotation) is dict or any(self.is_free(a) for a in get_args(annotation))

    def is_many(self, annotation: Any) -> bool:
        return get_origin(annotation) in (tuple, list) or any(self.is_many(a) for a in get_args(annotation))
