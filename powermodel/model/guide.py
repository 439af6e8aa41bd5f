"""The handbook page of a power that is a service."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from powermodel.model.base import Model, Text, Texts, YesNo, choice, key, one_or_many


class Material(Model):
    """One thing to bring."""

    title: Text = key("名称", ...)
    copies: Text | None = key("份数")
    form: Text | None = key("形式")
    source: Text | None = key("来源")
    need: Text | None = key("必要性")
    shared: YesNo = key("共享", False)
    sample: Text | None = key("样表")
    note: Text | None = key("说明")


def _materials(value: object) -> object:
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [{"名称": entry} if isinstance(entry, str) else entry for entry in entries]


class Question(Model):
    """A question that residents ask, with its answer."""

    question: Text = key("问", ...)
    answer: Text = key("答", ...)


class Result(Model):
    """What the applicant gets, and how."""

    title: Text = key("名称", ...)
    delivery: Text | None = key("送达")


def _result(value: object) -> object:
    return value if isinstance(value, Mapping) else {"名称": value}


class Guide(Model):
    """What a resident must know; what the flow says (steps, limits, posts) is not said again here."""

    conditions: Texts = key("受理条件", ())
    materials: Annotated[tuple[Material, ...], BeforeValidator(_materials)] = key("申请材料", ())
    prohibitions: Texts = key("禁止性要求", ())
    places: Texts = key("办理地点", ())
    hours: Text | None = key("办理时间")
    visits: Text | None = key("到现场次数")
    kind: choice("即办件", "承诺件") | None = key("办件类型")  # type: ignore[valid-type]
    fee: Text | None = key("收费")
    result: Annotated[Result, BeforeValidator(_result)] | None = key("结果")
    phone: Text | None = key("咨询电话")
    complaint_phone: Text | None = key("监督电话")
    online: Text | None = key("网办")
    rights: Texts = key("权利义务", ())
    remedy: Texts = key("救济", ())
    questions: Annotated[tuple[Question, ...], one_or_many] = key("常见问题", ())
