"""Risk points and their countermeasures, in the library and at a step."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from powermodel.model.base import Model, Text, Texts, YesNo, choice, key, named, whole_number
from powermodel.model.values import Date, When

GRADES = ("高", "中", "低")
MEASURE_KINDS = (
    "公开",
    "集体决策",
    "分权",
    "双人",
    "回避",
    "核查",
    "限时",
    "留痕",
    "技术",
    "交易",
    "监督",
    "责任",
    "教育",
)
STRUCTURAL = frozenset(MEASURE_KINDS) - {"责任", "教育"}
"""Kinds of measure that change what can be done, not only what people are told."""


class CarriedOut(Model):
    """A step that carries a measure out; ``when``: only due on courses that took one of these outcomes."""

    steps: Texts = key("步骤", ...)
    when: Annotated[
        tuple[When, ...], BeforeValidator(lambda v: v if isinstance(v, (list, tuple)) else [v])
    ] = key("当", ())
    post: Text | None = key("岗位")


def _carried_out(value: object) -> object:
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [{"步骤": entry} if isinstance(entry, str) else entry for entry in entries]


Carriers = Annotated[
    tuple[CarriedOut, ...],
    BeforeValidator(_carried_out),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}, {"type": "array"}]}),
]


class Verification(Model):
    """Proof that a measure is in force."""

    date: Date | None = key("日期")
    person: Text | None = key("人")
    evidence: Text | None = key("凭证")


class Measure(Model):
    """A countermeasure. ``title`` None: the short name (its key) says it all."""

    title: Text | None = key("措施")
    kind: choice(*MEASURE_KINDS) | None = key("类别")  # type: ignore[valid-type]
    post: Text | None = key("岗位")
    timing: choice("事前", "事中", "事后", "结果后") | None = key("时点")  # type: ignore[valid-type]
    evidence: Text | None = key("凭证")
    carriers: Carriers = key("落实步骤", ())
    every_time: YesNo = key("每次", False)
    status: choice("计划", "已落实", "已验证") | None = key("状态")  # type: ignore[valid-type]
    verified: Verification | None = key("验证")
    until: Date | None = key("到期")

    @property
    def structural(self) -> bool:
        return self.kind in STRUCTURAL


Grade = choice(*GRADES)
Score = whole_number(1, 5)


class Risk(Model):
    """A risk point. In a power it is complete: what it takes from the library has been laid under it."""

    name: Text | None = key("风险")
    reference: Text | None = key("引用")
    code: Text | None = key("编号")
    kind: choice("思想道德", "岗位职责", "业务流程", "制度机制", "外部环境") | None = key("类别")  # type: ignore[valid-type]
    grade: Grade | None = key("等级")  # type: ignore[valid-type]
    grade_reason: Text | None = key("等级说明")
    signs: Text | None = key("表现")
    likelihood: Score | None = key("可能性")  # type: ignore[valid-type]
    harm: Score | None = key("危害")  # type: ignore[valid-type]
    harm_steps: Texts = key("危害步骤", ())
    consequence: Text | None = key("后果")
    liability: Text | None = key("追责")
    indicator: Text | None = key("监测指标")
    found_by: Text | None = key("查找来源")
    stages: Texts = key("适用", ())
    leader: Text | None = key("责任领导")
    measures: Annotated[
        dict[Text, Measure], named("措施", "防控措施：一条一项，写明措施、岗位、时点、凭证")
    ] = key("防控措施", {})
    carried_out: Annotated[
        dict[Text, Carriers], BeforeValidator(lambda v: v if isinstance(v, Mapping) else {"": v})
    ] = key("落实", {})

    def graded(self, high: int, medium: int) -> str | None:
        """高, 中 or 低: as given, else from likelihood × harm against the matrix of the project; None: unknown."""
        if self.grade:
            return str(self.grade)
        return self.scored(high, medium)

    def scored(self, high: int, medium: int) -> str | None:
        """The grade that likelihood × harm gives; None where one of them is missing."""
        if self.likelihood is None or self.harm is None:
            return None
        score = int(self.likelihood) * int(self.harm)
        return "高" if score >= high else "中" if score >= medium else "低"


class RiskFile(Model):
    """A file of the risk library."""

    risks: dict[Text, Risk] = key("风险点", ...)
