"""The lines of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from powermodel.model.project import Project
from powermodel.model.risk import Measure
from powermodel.rules.risks.residual import residual_grade
from powermodel.rules.view import RiskAt, View

COLUMNS = (
    "序号", "权力编号", "权力", "步骤", "责任岗位", "责任人", "风险点编号", "风险点", "类别", "表现形式",
    "可能性", "危害", "风险值", "等级", "剩余等级",
    "防控措施", "措施类别", "措施岗位", "措施责任人", "时点", "凭证", "落实步骤", "状态", "验证", "到期",
    "责任领导", "后果和依据", "追责", "监测指标", "查找来源",
)  # fmt: skip
OF_RISK = COLUMNS.index("防控措施")
"""How many of the first columns, and the last five, speak of the risk point and not of one of its measures."""


@dataclass(frozen=True, slots=True)
class Line:
    """One countermeasure of a risk point (or a risk point without any); ``cells`` as in ``COLUMNS``.

    ``grade``: 高, 中, 低 or None, whatever word the project prints for it. ``of``: how many lines the risk point has
    (in its first line, else 0).
    """

    cells: tuple[str, ...]
    grade: str | None
    of: int


def ledger(project: Project, views: Mapping[str, View]) -> tuple[Line, ...]:
    """All lines, by power, step and risk point in the order of the files."""
    numbered = enumerate((at for view in views.values() for at in _risks(view)), 1)
    return tuple(line for number, (view, at) in numbered for line in _lines(project, view, at, number))


def _risks(view: View) -> Iterator[tuple[View, RiskAt]]:
    return ((view, at) for at in view.risks)


def _lines(project: Project, view: View, at: RiskAt, number: int) -> Iterator[Line]:
    risk, power, owners = at.risk, view.power, at.node.owners
    label = project.settings.grade_labels.label
    left_over = residual_grade(risk, project.settings.matrix)
    score = risk.likelihood * risk.harm if risk.likelihood and risk.harm else None
    left = (
        str(number), power.code, power.name, at.node.title, "、".join(owners), _people(project, owners), risk.code,
        at.name, risk.kind, risk.signs, risk.likelihood, risk.harm, score, label(at.grade) if at.grade else "",
        label(left_over) if left_over else "",
    )  # fmt: skip
    right = (project.leader(risk), risk.consequence, risk.liability, risk.indicator, risk.found_by)
    measures = list(risk.measures.items())
    for count, (name, measure) in enumerate(measures):
        cells = (*left, *_measure(project, view, at, name, measure), *right)
        yield Line(_texts(cells), at.grade, len(measures) if count == 0 else 0)
    if not measures:
        yield Line(_texts((*left, *[None] * (len(COLUMNS) - len(left) - len(right)), *right)), at.grade, 1)


def _measure(project: Project, view: View, at: RiskAt, name: str, measure: Measure) -> tuple[object, ...]:
    posts = list(view.in_charge(measure))
    where = []
    for carrier in measure.carriers:
        when = "（" + "，".join(map(str, carrier.when)) + "时）" if carrier.when else ""
        where.append("、".join(carrier.steps) + when)
    return (
        measure.title or name, measure.kind, "、".join(posts), _people(project, posts), measure.timing,
        measure.evidence, "；".join(where), measure.status, _verified(measure), measure.until,
    )  # fmt: skip


def _verified(measure: Measure) -> str:
    """When a measure was found to work, by whom and by what proof."""
    found = measure.verified
    said = (found.date, found.person, found.evidence) if found else ()
    return "，".join(str(part) for part in said if part)


def _people(project: Project, posts: tuple[str, ...] | list[str]) -> str:
    """Names bound to the posts; of a body its chair."""
    found: list[str] = []
    for name in posts:
        post = project.post(name)
        if post:
            found += [post.chair] if post.chair else post.persons
    return "、".join(dict.fromkeys(found))


def _texts(cells: tuple[object, ...]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in cells)
