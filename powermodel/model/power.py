"""A power: a graph of steps with owners, limits, risk points, and all that is printed with it."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from powermodel.model.base import (
    Model,
    Text,
    Texts,
    YesNo,
    choice,
    key,
    named,
    one_or_many,
    whole_number,
    wrong,
)
from powermodel.model.guide import Guide
from powermodel.model.risk import Risk
from powermodel.model.values import Date, Limit, Share

STAGES = (
    "申请", "受理", "登记", "审查", "核查", "评议", "编制", "经办", "审核", "审批", "决议", "公示", "公布", "告知",
    "采购", "签约", "实施", "验收", "付款", "发放", "盖章", "监督", "归档", "无",
)  # fmt: skip
Stage = choice(*STAGES)
END = "结束"
"""The end that need not be declared."""


class Basis(Model):
    """A legal basis. Without ``checked`` it is printed as 〔未核实〕."""

    title: Text = key("文件", ...)
    number: Text | None = key("文号")
    article: Text | None = key("条款")
    status: choice("现行", "已修订", "已废止", "未核实") | None = key("状态")  # type: ignore[valid-type]
    edition: Text | None = key("版本")
    checked: Date | None = key("核对")

    @property
    def verified(self) -> bool:
        """Whether somebody compared it with the text in force."""
        return self.checked is not None and self.status != "未核实"


class Span(Model):
    """A limit over several steps; it replaces the sum of their limits when smaller."""

    start: Text = key("从", ...)
    end: Text = key("到", ...)
    limit: Limit = key("时限", ...)


class Target(Model):
    """One edge. ``back`` None: derived (an edge to an earlier step on a cycle is a return)."""

    to: Text = key("到", ...)
    back: YesNo | None = key("退回")
    at_most: whole_number(1, 99) | None = key("最多")  # type: ignore[valid-type]
    procedure: Text | None = key("程序")
    counts: YesNo | None = key("计入时限")


Targets = tuple[Target, ...]


def _targets(value: object) -> list[object]:
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [{"到": entry} if isinstance(entry, str) else entry for entry in entries]


def _outcomes(value: object) -> object:
    """All forms of 下一步 as label → targets; the label is empty where the step has no choice."""
    if isinstance(value, str) or (isinstance(value, Mapping) and "到" in value):
        return {"": _targets(value)}
    if isinstance(value, Mapping):
        if "最多" in value or "计入时限" in value:  # no outcome is called so
            wrong(value, "写明“到”哪一步", "{到: 提出申请, 退回: 是, 最多: 1}")
        return {label: _targets(target) for label, target in value.items()}
    if isinstance(value, (list, tuple)):
        if not value:
            wrong(value, "下一步的名称", "下一步: 审核")
        return {"": _targets(value)}
    wrong(
        value,
        "下一步的名称、“结果: 步骤”的对照，或同时进行的步骤清单",
        "下一步: {同意: 盖章, 不同意: 告知理由}",
    )


_TARGET_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        {"type": "object"},
        {"type": "array", "items": {"type": ["string", "number", "boolean", "object"]}},
    ]
}
Next = Annotated[
    dict[Text, Targets],
    BeforeValidator(_outcomes),
    WithJsonSchema(
        {**_TARGET_SCHEMA, "description": "一个步骤；或“结果: 步骤”（选其一）；或清单（同时进行）"}
    ),
]


class Publicity(Model):
    """A publication: at least how long, where, what, and who takes objections."""

    period: Limit | None = key("期限")
    places: Texts = key("地点", ())
    content: Texts = key("内容", ())
    objections: Texts = key("异议", ())


class Vote(Model):
    """A vote: who is called, who must come, who must agree, what is counted."""

    called: Text | None = key("应到")
    quorum: Share | None = key("到会")
    majority: Share | None = key("通过")
    counted: Texts = key("计票", ())


class Record(Model):
    """What a step leaves behind."""

    title: Text = key("名称", ...)
    fields: Texts = key("字段", ())
    private: Texts = key("不公开", ())


def _records(value: object) -> object:
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [{"名称": entry} if isinstance(entry, str) else entry for entry in entries]


class Overdue(Model):
    """What holds when a step isn't done in time."""

    deemed: Text = key("视为", ...)


class Step(Model):
    """One step: merge or join of what comes in, the work, choice or split of what goes out."""

    title: Text | None = key("名称")
    kind: choice("开始", "办理", "判断", "子流程", "结束") | None = key("类型")  # type: ignore[valid-type]
    trigger: Text | None = key("触发")
    stage: Stage | None = key("环节")  # type: ignore[valid-type]
    deliberation: choice("提议", "商议", "审议", "决议") | None = key("议")  # type: ignore[valid-type]
    owners: Texts = key("岗位", ())
    assists: Texts = key("协办", ())
    witnesses: Texts = key("见证", ())
    people: whole_number(1, 9999) | None = key("人数")  # type: ignore[valid-type]
    limit: Limit | None = key("时限")
    counts: YesNo = key("计入时限", True)
    recurs: Text | None = key("周期")
    records: Annotated[tuple[Record, ...], BeforeValidator(_records)] = key("产出", ())
    next: Next = key("下一步", {})
    join: choice("全部", "任一") = key("汇合", "任一")  # type: ignore[valid-type]
    vote: Vote | None = key("表决")
    publicity: Publicity | None = key("公示")
    calls: Text | None = key("子流程")
    measure: Text | None = key("口径")
    overdue: Overdue | None = key("逾期")
    outcome: choice("办成", "未办成") | None = key("结果")  # type: ignore[valid-type]
    branch_end: YesNo = key("仅结束本支", False)
    risks: Annotated[dict[Text, Risk], named("风险", "风险点：引用一个，或写明风险和防控措施")] = key(
        "风险点", {}
    )
    online: Text | None = key("网办")
    tags: Texts = key("标签", ())
    note: Text | None = key("说明")


class Anytime(Model):
    """What may happen at any time; printed in a box, no part of the net."""

    event: Text = key("事由", ...)
    during: Text | None = key("期间")
    then: Text | None = key("处理")
    owner: Texts = key("岗位", ())


class Aggregation(Model):
    """Over what amounts are added up, so that a purchase can't be split."""

    measure: Text | None = key("口径")
    period: Text | None = key("期间")
    step: Text | None = key("步骤")


class Supervised(Model):
    """Operand of 监督: stages that a supervising post takes part in."""

    stages: Texts = key("环节", ...)
    each: YesNo = key("每步", False)


class Scope(Model):
    """For which powers a constraint of the project holds; empty: for all."""

    categories: Texts = key("类别", ())
    tags: Texts = key("标签", ())


def _supervised(value: object) -> object:
    return value if isinstance(value, Mapping) else {"环节": value}


CONSTRAINT_KINDS = ("必经", "先于", "随后", "紧接", "互斥", "不同岗", "至多一次", "监督")

_OPERANDS = {
    "必经": "must", "先于": "before", "随后": "after", "紧接": "directly", "互斥": "exclusive", "不同岗": "apart",
    "至多一次": "once",
}  # fmt: skip


class Constraint(Model):
    """A rule written by officers; exactly one of the eight kinds is given. Operands are titles or 环节:/岗位:/标签: words."""

    must: Text | None = key("必经")
    before: Texts | None = key("先于")
    after: Texts | None = key("随后")
    directly: Texts | None = key("紧接")
    exclusive: Texts | None = key("互斥")
    apart: Texts | None = key("不同岗")
    once: Text | None = key("至多一次")
    supervised: Annotated[Supervised, BeforeValidator(_supervised)] | None = key("监督")
    basis: Text | None = key("依据")
    note: Text | None = key("说明")
    scope: Scope | None = key("适用")

    @property
    def kind(self) -> str:
        """The Chinese word of the kind that is given (the first, if an officer gave two)."""
        return next((k for k in CONSTRAINT_KINDS if self.operand(k)), "")

    def operand(self, kind: str) -> tuple[str, ...]:
        """The operands given for ``kind``; empty where it is not given."""
        if kind == "监督":
            return tuple(f"环节:{s}" for s in self.supervised.stages) if self.supervised else ()
        value = getattr(self, _OPERANDS[kind]) if kind in _OPERANDS else None
        return (value,) if isinstance(value, str) else value or ()


class Disclosure(Model):
    """One row of the disclosure catalogue."""

    catalogue: choice("党务公开", "居务公开", "财务公开", "服务公开") | None = key("目录")  # type: ignore[valid-type]
    first: Text | None = key("一级")
    second: Text | None = key("二级")
    third: Text | None = key("三级")
    content: Texts = key("内容", ())
    when: Text | None = key("时间")
    period: Limit | None = key("期限")
    forms: Texts = key("形式", ())
    procedure: Text | None = key("程序")
    body: Text | None = key("主体")
    basis: Text | None = key("依据")
    audience: Text | None = key("对象")


class Oversight(Model):
    """Whom to call when something is wrong."""

    phone: Text | None = key("举报电话")
    receiver: Text | None = key("受理岗位")
    reply: Limit | None = key("答复时限")


class Provenance(Model):
    """Who compiled, reviewed and passed the power, when, in which edition."""

    compiled: Text | None = key("编制")
    reviewed: Text | None = key("审核")
    passed: Text | None = key("通过")
    date: Date | None = key("日期")
    edition: Text | None = key("版本")


class Waiver(Model):
    """A finding that somebody took responsibility for."""

    rule: Text | None = key("规则")
    place: Text | None = key("位置")
    reason: Text | None = key("理由")
    approved: Text | None = key("批准")
    until: Date | None = key("到期")


def _steps(value: object) -> object:
    if isinstance(value, Mapping):
        return {k: {} if v == "" or v is None else v for k, v in value.items()}
    wrong(
        value,
        "步骤：每步一个名称，下面写岗位、时限、下一步",
        "步骤: {提出申请: {岗位: 申请人, 下一步: 受理}}",
    )


class Power(Model):
    """A community power, after layers are laid and references are resolved. Step keys are ids and titles."""

    name: Text = key("权力", ...)
    code: Text | None = key("编号")
    category: Text | None = key("类别")
    mode: choice("决定", "初核", "协助", "代办") | None = key("行使方式")  # type: ignore[valid-type]
    body: Text | None = key("行使主体")
    audience: Text | None = key("服务对象")
    summary: Text | None = key("概要")
    basis: Annotated[tuple[Basis, ...], one_or_many] = key("依据", ())
    statutory: Limit | None = key("法定时限")
    promised: Limit | None = key("承诺时限")
    clock_from: Texts = key("起算", ())
    clock_to: Texts = key("止算", ())
    counts_publicity: YesNo = key("公示计入时限", True)
    spans: Annotated[tuple[Span, ...], one_or_many] = key("分段时限", ())
    steps: Annotated[dict[Text, Step], BeforeValidator(_steps)] = key("步骤", ...)
    anytime: Annotated[tuple[Anytime, ...], one_or_many] = key("随时", ())
    procedure: Text | None = key("程序")
    aggregation: Aggregation | None = key("累计")
    forbidden: Texts = key("负面清单", ())
    constraints: Annotated[tuple[Constraint, ...], one_or_many] = key("规则", ())
    disclosures: Annotated[tuple[Disclosure, ...], one_or_many] = key("公开", ())
    guide: Guide | None = key("指南")
    oversight: Oversight | None = key("监督")
    supervision: Texts = key("全程监督", ())
    provenance: Provenance | None = key("制定")
    waivers: Annotated[tuple[Waiver, ...], one_or_many] = key("豁免", ())
    tags: Texts = key("标签", ())
