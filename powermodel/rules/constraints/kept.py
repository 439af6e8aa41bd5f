"""What P801 to P810 share: the constraints of a power and of the project, with what breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from powermodel.finding import Finding, Path, Related, WitnessStep
from powermodel.model.power import Constraint
from powermodel.net.constraints import Broken, Steps, broken, incompatible, operands
from powermodel.rules.posts.apart import pairs
from powermodel.rules.registry import hit
from powermodel.rules.risks.verdicts import brief
from powermodel.rules.view import View


class Rule(NamedTuple):
    """A constraint that holds for a power; ``path``: where it is written (``own``: in the power, else in powermodel.yaml).

    A broken constraint of the project is placed at the step where it is broken, and its path goes on with the rule's.
    """

    constraint: Constraint
    path: Path
    own: bool

    @property
    def words(self) -> str:
        return f"{self.constraint.kind}：{'、'.join(self.constraint.operand(self.constraint.kind))}"


def rules_of(view: View) -> list[Rule]:
    """The power's own constraints, then those of the project that are meant for it."""
    found: list[Rule] | None = view.notes.get("rules")
    if found is None:
        found = view.notes["rules"] = list(_rules_of(view))
    return found


def _rules_of(view: View) -> Iterator[Rule]:
    for number, constraint in enumerate(view.power.constraints, 1):
        yield Rule(constraint, ("规则", str(number)), True)
    for number, constraint in enumerate(view.project.settings.constraints, 1):
        scope = constraint.scope
        meant = scope is None or (
            (not scope.categories or view.power.category in scope.categories)
            and (not scope.tags or set(scope.tags) & set(view.power.tags))
        )
        if meant:
            yield Rule(constraint, ("规则", str(number)), False)


def contradictions(view: View) -> list[tuple[Rule, Rule, tuple[WitnessStep, ...]]]:
    """Pairs of constraints that no course can keep together, each with a course that keeps the first; found once."""
    found: list[tuple[Rule, Rule, tuple[WitnessStep, ...]]] | None = view.notes.get("contradictions")
    if found is None:
        found = []
        for one, other in combinations(rules_of(view), 2):
            course = incompatible(view.net, one.constraint, other.constraint)
            if course is not None:
                found.append((one, other, view.witness(course)))
        view.notes["contradictions"] = found
    return found


_SPEAKS_OF = {"必经": (), "先于": (1,), "随后": (0,), "紧接": (0,), "互斥": (0, 1), "不同岗": (0, 1)}
"""Kind → the operands without which a constraint says nothing; of the others the first."""


def idle(view: View, constraint: Constraint) -> str | None:
    """The operand that no step of the power is meant by, so that the constraint has nothing to say; None: it has.

    先于: [环节:公示, 环节:发放] says much to a power that hands out money and publishes nothing.
    """
    names = constraint.operand(constraint.kind)
    steps = operands(view.flow, constraint)
    if constraint.kind == "监督":
        return names[0] if names and not any(steps) else None
    for number in _SPEAKS_OF.get(constraint.kind, (0,)):
        if number < len(names) and not steps[number]:
            return names[number]
    return None


def _unknown(view: View, constraint: Constraint) -> bool:
    """Whether an operand is a title of no step: that is F007."""
    return any(titled(name) and name not in view.flow.nodes for name in constraint.operand(constraint.kind))


def titled(operand: str) -> bool:
    """Whether an operand is a step's title (a title of no step is F007)."""
    return not operand.startswith(("环节:", "岗位:", "标签:", "环节：", "岗位：", "标签："))


def breaches(view: View, kind: str) -> Iterator[tuple[Rule, Broken]]:
    """The constraints of one kind that some course breaks."""
    throughout = any(view.supervises(post) for post in view.power.supervision)
    for rule in rules_of(view):
        constraint = rule.constraint
        if constraint.kind != kind or _unknown(view, constraint) or idle(view, constraint) is not None:
            continue
        found = broken(view.net, constraint, view.supervises, throughout, view.project.post_name)
        if found is not None and not _kept_inside(view, constraint):
            yield rule, found


def _kept_inside(view: View, constraint: Constraint) -> bool:
    """Whether a constraint that seems broken is kept by what a subprocess does inside."""
    if constraint.kind not in ("必经", "先于", "随后") or not any(
        view.called(n) for n in view.flow.nodes.values()
    ):
        return False
    whole = view.notes.setdefault("whole", view.drawn_in())
    net, soundness = whole.analysis
    return soundness.sound and broken(net, constraint, view.supervises, False) is None


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
        path = rule.path if rule.own else (*_steps_path(found), *rule.path)
        yield hit(
            path, "没查完" if found.capped and not course else "", witness=course,
            related=[Related("这一步", view.flow.nodes[k].path) for k in found.steps],
            follows_from=_cause(view, rule, found), **args,
        )  # fmt: skip


_CODES = {"必经": "P801", "先于": "P802", "随后": "P803"}
_SKIPPED = {"必经": 0, "先于": 0, "随后": 1}
"""Kind → the operand that is not done on a course that breaks the constraint."""


def _cause(view: View, rule: Rule, found: Broken) -> str | None:
    """The finding that a broken constraint only follows from: another rule, a control or a pair of duties that the
    same hole in the flow breaks."""
    kind = rule.constraint.kind
    if any(rule.constraint in (a.constraint, b.constraint) for a, b, _ in contradictions(view)):
        return "P809"
    if kind == "不同岗" and any({p.first, p.second} == set(found.steps) for p in pairs(view)):
        return "O203"
    by_post = any(name.startswith("岗位") for name in rule.constraint.operand(kind))
    if by_post and any(not (n.owners or n.is_end or n.step.calls) for n in view.flow.nodes.values()):
        return "O201"
    if kind not in _SKIPPED or found.witness is None:
        return None
    skipped = operands(view.flow, rule.constraint)[_SKIPPED[kind]]
    course = {occurrence.step for occurrence in found.witness.course}
    for measure in view.verdicts:
        duty = measure.verdict.duty
        if measure.verdict.how == "绕过" and duty.control in skipped and duty.risky in course:
            return "R307"
    known: dict[Steps, Rule] = view.notes.setdefault("skipped", {})
    first = known.setdefault(skipped, rule)
    return None if first.constraint is rule.constraint else _CODES[first.constraint.kind]


def _steps_path(found: Broken) -> Path:
    last = found.witness.course[-1].step if found.witness else found.steps[0] if found.steps else ""
    return ("步骤", last) if last else ("步骤",)


CAPPED = ("“{a}”的规则还没有查完：流程的走法太多", "把并行的部分拆成子流程，再查一遍")
