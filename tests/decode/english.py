"""A file with its keys in English, to compare with the same file in Chinese."""

from __future__ import annotations

from typing import Any

from powermodel.decode.keys import shapes
from powermodel.model.base import LAYER_KEYS, Model, english

_ONE = {"风险", "引用", "措施", "到", "名称", "问"}


def in_english(value: Any, model: type[Model] | None, free: bool = False) -> Any:
    """Plain data with Chinese keys → the same with English ones. Names of steps, labels and words stay."""
    if isinstance(value, list):
        return [in_english(entry, model, free) for entry in value]
    if not isinstance(value, dict):
        return value
    if set(value) <= {"增加", "去掉", "之前", "之后"}:
        return {LAYER_KEYS[key]: in_english(inner, model, free) for key, inner in value.items()}
    if model is None:
        return value
    if free and not (_ONE & set(value)):
        return {name: in_english(inner, model) for name, inner in value.items()}
    names = {str(info.alias): english(model, field) for field, info in model.model_fields.items()}
    made = {}
    for key, inner in value.items():
        if key in names:
            shape = shapes(model)[key]
            made[names[key]] = in_english(inner, shape.model, shape.free)
        else:
            made[LAYER_KEYS[key]] = in_english(inner, model if key == "修改" else None)
    return made
