"""What P801 to P810 share: the constraints of a power and of the project, with what breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from powermodel.finding import Finding, Path, Related
from powermodel.model.power import Constraint
from powermodel.net.constraints import Broken, broken, incompatible, operands
from powermodel.rules.registry import hit
from powermodel.rules.risks.verdicts import brief
from powermodel.rules.view import View


class Rule(NamedTuple):
    """A constraint that holds for a power; ``path``: where it is written (in the power, or in powermodel.yaml)."""

    constraint: Constraint
    path: Path
    own: bool

    @property
    def words(self) -> str:
        return f"{self.constraint.kind}：{'、'.join(self.constraint.operand(self.constraint.kind))}"


def rules_of(view: View) -> Iterator[Rule]:
    """The power's own constraints, then those of the project that are meant for it."""
    for number, constraint in enumerate(view.power.constraints, 1):
        yield Rule(constraint, ("规则", str(number)), True)
    for constraint in view.project.settings.constraints:
        scope = constraint.scope
        meant = scope is None or (
            (not scope.categories or view.power.category in scope.categories)
            and (not scope.tags or set(scope.tags) & set(view.power.tags))
        )
        if meant:
            yield Rule(constraint, ("规则",), False)


def contradictions(view: View) -> list[tuple[Rule, Rule]]:
    """Pairs of constraints that no course can keep together; found once for a power."""
    found: list[tuple[Rule, Rule]] | None = view.notes.get("contradictions")
    if found is None:
        pairs = combinations(rules_of(view), 2)
        found = [(a, b) for a, b in pairs if incompatible(view.net, a.constraint, b.constraint)]
        view.notes["contradictions"] = found
    return found


def breaches(view: View, kind: str) -> Iterator[tuple[Rule, Broken]]:
    """The constraints of one kind that some course breaks."""
    throughout = any(view.supervises(post) for post in view.power.supervision)
    for rule in rules_of(view):
        if rule.constraint.kind == kind and all(operands(view.flow, rule.constraint)[:1]):
            found = broken(view.net, rule.constraint, view.supervises, throughout)
            if found is not None:
                yield rule, found


def said(view: View, kind: str) -> Iterator[Finding]:
    """Findings for the constraints of one kind: the message's arguments are the operands and the course."""
    for rule, found in breaches(view, kind):
        course = view.witness(found.witness.course) if found.witness else ()
        names = rule.constraint.operand(kind)
        args: dict[str, Any] = {
            "a": names[0] if names else "",
            "b": names[1] if len(names) > 1 else "",
            "course": f"：{brief(course)}" if course else "",
            "steps": "、".join(f"“{view.flow.title(k)}”" for k in found.steps),
            "where": "" if rule.own else "（全项目的规则）",
        }
        path = rule.path if rule.own else _steps_path(found)
        opposed = any(rule.constraint in (a.constraint, b.constraint) for a, b in contradictions(view))
        yield hit(
            path, "没查完" if found.capped and not course else "", witness=course,
            related=[Related("这一步", view.flow.nodes[k].path) for k in found.steps],
            follows_from="P809" if opposed else None, **args,
        )  # fmt: skip


def _steps_path(found: Broken) -> Path:
    last = found.witness.course[-1].step if found.witness else found.steps[0] if found.steps else ""
    return ("步骤", last) if last else ("步骤",)


CAPPED = ("“{a}”的规则还没有查完：流程的走法太多", "把并行的部分拆成子流程，再查一遍")
