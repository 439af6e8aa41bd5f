"""What all models share: frozen, nothing unknown, Chinese keys, every scalar read as the text that was typed."""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

# What a file means may not hang on what else is installed; and a cold start need not look for it.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

T = TypeVar("T")


class Model(BaseModel):
    """Base of all models. The attribute is the English key, the alias the Chinese one; YAML is read by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, protected_namespaces=())


def wrong(found: object, wanted: str, example: str = "") -> NoReturn:
    """Refuse a value (F006): what was found, what is wanted (Chinese), an example in YAML."""
    raise PydanticCustomError(
        "wrong_kind", "{wanted}", {"found": describe(found), "wanted": wanted, "example": example}
    )


def describe(value: object) -> str:
    """Say in Chinese what a value of the YAML is."""
    if isinstance(value, Mapping):
        return (
            "一组“键: 值”（" + "、".join(map(str, list(value)[:3])) + ("……" if len(value) > 3 else "") + "）"
        )
    if isinstance(value, (list, tuple)):
        return f"{len(value)} 项的清单"
    if value is None or value == "":
        return "空白"
    text = str(value)
    return f"“{text[:24]}{'…' if len(text) > 24 else ''}”"


def key(chinese: str, default: Any = None, **more: Any) -> Any:
    """A model field with its Chinese key. Without a default the key may be left out and is None; ``...`` requires it."""
    return Field(default, alias=chinese, **more)


class Ready(WithJsonSchema):
    """Marks a type whose validator is known; nothing is built from the type itself.

    A power has two hundred such keys; validators worked out from their types would be half the cost of the model's.
    """

    def __init__(self, validator: core_schema.CoreSchema, schema: dict[str, Any]) -> None:
        super().__init__(schema)
        self.validator = validator

    # Two of one schema may differ in their validators: typing must not take them for one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:
        return {**self.validator}  # a copy: pydantic notes in it what it is of


class Scalar(Ready):
    """Marks a type whose values ``parse`` makes."""

    def __init__(self, parse: Callable[[object], object], schema: dict[str, Any]) -> None:
        super().__init__(core_schema.no_info_plain_validator_function(parse), schema)


def _text(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    wrong(value, "一段文字", "一句话")


Text = Annotated[str, Scalar(_text, {"type": ["string", "number", "boolean"], "title": "文字"})]
"""Any scalar, as typed."""


def _one_or_many(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return value
    return [value]


_SCALAR = {"type": ["string", "number", "boolean"]}
Texts = Annotated[
    tuple[str, ...],
    Ready(
        core_schema.no_info_before_validator_function(
            _one_or_many,
            core_schema.tuple_schema(
                [core_schema.no_info_plain_validator_function(_text)], variadic_item_index=0
            ),
        ),
        {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]},
    ),
]
"""A list of texts; one text is a list of one."""

one_or_many = BeforeValidator(_one_or_many)
"""For a list of models: a single mapping is a list of one."""

_YES = {
    "是": True,
    "yes": True,
    "true": True,
    "有": True,
    "否": False,
    "no": False,
    "false": False,
    "无": False,
}


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _YES:
        return _YES[value.strip().lower()]
    wrong(value, "“是”或“否”", "是")


YesNo = Annotated[
    bool, Scalar(_yes_no, {"anyOf": [{"type": "boolean"}, {"enum": ["是", "否", "yes", "no"]}]})
]


@lru_cache(maxsize=256)
def _whole(text: str) -> int | None:
    from powermodel.model.values import chinese_number

    number = chinese_number(text.rstrip("人名次 "))
    return int(number) if number is not None and number == int(number) else None


def whole_number(low: int, high: int | None = None) -> Any:
    """A whole number from ``low`` to ``high``; Arabic (full-width too) or Chinese numerals, 人 or 次 behind it."""

    def parse(value: object) -> int:
        number = _whole(str(value)) if isinstance(value, str) else None
        if isinstance(value, int) and not isinstance(value, bool):
            number = value
        wanted = f"{low} 到 {high} 的整数" if high is not None else f"不小于 {low} 的整数"
        if number is None or number < low or (high is not None and number > high):
            wrong(value, wanted, str(low))
        return number

    return Annotated[int, Scalar(parse, {"anyOf": [{"type": "integer"}, {"type": "string"}]})]


def named(name_key: str, what: str) -> Any:
    """Validator for a mapping (key = name) that may also be a list (name = the entry's ``name_key``, or its text)."""

    def spread(value: object) -> object:
        if isinstance(value, str):
            value = [value]
        if isinstance(value, Mapping):
            if name_key in value:
                value = [value]
            else:
                return {k: ({name_key: v} if isinstance(v, str) else v) for k, v in value.items()}
        if not isinstance(value, (list, tuple)):
            wrong(value, what)
        spread_out: dict[str, object] = {}
        for number, entry in enumerate(value, 1):
            if isinstance(entry, str):
                entry = {name_key: entry}
            name = entry.get(name_key) if isinstance(entry, Mapping) else None
            name = name if isinstance(name, str) else str(number)
            while name in spread_out:
                name += "′"
            spread_out[name] = entry
        return spread_out

    return BeforeValidator(spread)


def choice(*words: str) -> Any:
    """One of a fixed set of words."""

    known = {word: word for word in words}

    def parse(value: object) -> str:
        if isinstance(value, str) and (found := known.get(value.strip())):
            return found
        raise PydanticCustomError(
            "wrong_word",
            "{wanted}",
            {"found": describe(value), "wanted": "|".join(words), "text": str(value)},
        )

    return Annotated[str, Scalar(parse, {"enum": list(words)})]


def parsed(parse: Callable[[str], T | None], wanted: str, example: str) -> BeforeValidator:
    """Validator that makes a value of a text with ``parse`` (None: not understood, F006)."""

    def convert(value: object) -> T:
        if not isinstance(value, (str, Mapping, list)):
            return value  # type: ignore[return-value]  # already made
        made = parse(str(value)) if isinstance(value, str) else None
        if made is None:
            wrong(value, wanted, example)
        return made

    return BeforeValidator(convert)


LAYER_KEYS = {
    "来源": "from",
    "修改": "changes",
    "插入": "insert",
    "增加": "add",
    "去掉": "remove",
    "之前": "before",
    "之后": "after",
}
"""Keys of layers, which no model has: they are gone when a power is made."""
_SPELLED = {
    ("Step", "owners"): "owner", ("Risk", "harm"): "damage", ("Risk", "harm_steps"): "harm",
    ("Settings", "folders"): "paths", ("Community", "folders"): "paths",
}  # fmt: skip
"""English keys that differ from the attribute's name."""


def english(model: type[Model], field: str) -> str:
    """The English key of a model's attribute."""
    return _SPELLED.get((model.__name__, field), field.rstrip("_"))
