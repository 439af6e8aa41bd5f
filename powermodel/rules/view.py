"""What a rule sees of one power: the model, its graph, the project around it, and analyses made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from powermodel.finding import Path, Related, WitnessStep
from powermodel.model.post import Post
from powermodel.model.power import Power
from powermodel.model.project import Project
from powermodel.model.risk import Measure, Risk
from powermodel.net.controls import Duty, Verdict, duties, verify
from powermodel.net.flow import Flow, Node, build_flow
from powermodel.net.soundness import Soundness, analyse
from powermodel.net.tokens import Net, Occurrence
from powermodel.net.unfold import unfold


class RiskAt(NamedTuple):
    """A risk point at its step. ``key``: its name in the step's list; ``grade``: 高, 中, 低 or None."""

    node: Node
    key: str
    risk: Risk
    grade: str | None

    @property
    def name(self) -> str:
        return self.risk.name or self.risk.reference or self.key

    @property
    def path(self) -> Path:
        return (*self.node.path, "风险点", self.key)

    def measure_path(self, measure: str) -> Path:
        return (*self.path, "防控措施", measure)

    def use_path(self, measure: str) -> Path:
        """Where the power says how it uses a measure: beside the reference to the library, else at the measure."""
        return (*self.path, "落实", measure) if self.risk.reference else self.measure_path(measure)

    def told(self, measure: str) -> list[Related]:
        """The measure's own place, where it is the library's."""
        return [Related("措施的原文", self.measure_path(measure))] if self.risk.reference else []

    def measures(self) -> Mapping[str, Measure]:
        return self.risk.measures


class MeasureVerdict(NamedTuple):
    """Whether one measure with 落实 can be passed by; ``path``: the measure in the model."""

    at: RiskAt
    key: str
    measure: Measure
    verdict: Verdict

    @property
    def path(self) -> Path:
        return self.at.use_path(self.key)


@dataclass
class View:
    """One power under examination."""

    key: str
    power: Power
    project: Project
    notes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def flow(self) -> Flow:
        return build_flow(self.power, self.project.tables["环节词"], self.project.post_name)

    def within(self, project: Project) -> View:
        """The power as another project has it, with the same steps and posts: what was found out is not lost."""
        made = View(self.key, project.powers[self.key], project, self.notes)
        made.__dict__ |= {
            name: found for name, found in self.__dict__.items() if name in ("flow", "analysis", "risks")
        }
        return made

    def called(self, node: Node) -> View | None:
        """The power that a step calls; None where it calls none, or one that the project does not have."""
        key = self.project.power_key(node.step.calls) if node.step.calls else None
        return View(key, self.project.powers[key], self.project) if key is not None else None

    def drawn_in(self) -> View:
        """The same power with its subprocesses drawn in, as far as the project has them."""

        def callee(name: str) -> Flow | None:
            key = self.project.power_key(name)
            return View(key, self.project.powers[key], self.project).flow if key is not None else None

        whole = View(self.key, self.power, self.project)
        whole.__dict__["flow"] = unfold(self.flow, callee)
        return whole

    @cached_property
    def analysis(self) -> tuple[Net, Soundness]:
        """The net and the verdict on it."""
        return analyse(self.flow)

    @property
    def net(self) -> Net:
        return self.analysis[0]

    @property
    def soundness(self) -> Soundness:
        return self.analysis[1]

    def witness(self, course: Iterable[Occurrence]) -> tuple[WitnessStep, ...]:
        """A course of events in step titles and outcome labels, all parallel branches in it."""
        return tuple(self.event(o.step, o.label) for o in course)

    def event(self, step: str, outcome: str) -> WitnessStep:
        """A step of a course that takes all steps which start together there."""
        together = len(self.flow.out[step].get(outcome, ()))
        return WitnessStep(self.flow.title(step), outcome or None, max(1, together), whole=True)

    @cached_property
    def working(self) -> list[Node]:
        """Steps that do work: no ends, no starts that only trigger, no diamonds that only choose."""
        return [n for n in self.flow.nodes.values() if not n.is_end and not n.only_chooses]

    def post(self, name: str) -> Post | None:
        return self.project.post(name)

    def nature(self, name: str) -> str:
        """个人, 集体, 相对人, 上级 or 外部; 个人 for a post nobody declared."""
        post = self.post(name)
        return str(post.nature) if post else "个人"

    def doubt(self, path: Path) -> str:
        """What advice that rests on a step's stage adds where the stage was read out of the title, maybe wrongly."""
        node = self.flow.nodes.get(path[1]) if path[:1] == ("步骤",) and len(path) > 1 else None
        if node is None or not node.stage or node.step.stage or node.step.publicity:
            return ""
        return f"；“{node.stage}”是从步骤名称推出来的，推错了就写上对的“环节”，都不是就写“环节: 无”"

    def outside(self, node: Node) -> bool:
        """Whether all owners of a step are 上级, 外部 or 相对人: whom the risk rules do not bind."""
        return bool(node.owners) and all(self.nature(o) in ("上级", "外部", "相对人") for o in node.owners)

    def by_resident(self, node: Node) -> bool:
        """Whether a step is the resident's own (相对人): it owes no limit and no risk point."""
        return bool(node.owners) and all(self.nature(o) == "相对人" for o in node.owners)

    def supervises(self, name: str) -> bool:
        """Whether a post's duty is 监督."""
        post = self.post(name)
        return post is not None and post.duty == "监督"

    @cached_property
    def risks(self) -> list[RiskAt]:
        """All risk points of the power, in the order of the file."""
        return [
            RiskAt(node, key, risk, self.project.grade(risk))
            for node in self.flow.nodes.values()
            for key, risk in node.step.risks.items()
        ]

    @cached_property
    def verdicts(self) -> list[MeasureVerdict]:
        """For every step that carries a measure out, whether the measure can be passed by. The net must be sound."""
        return [
            MeasureVerdict(at, key, measure, self.verdict(duty))
            for at, key, measure in self.all_measures()
            for _, duty in duties(self.flow, at.node.key, at.risk, measure)
        ]

    def verdict(self, duty: Duty) -> Verdict:
        """Whether one duty holds; each is decided once."""
        made: dict[Duty, Verdict] = self.notes.setdefault("verdicts", {})
        if duty not in made:
            made[duty] = verify(self.net, duty)
        return made[duty]

    def all_measures(self) -> Iterator[tuple[RiskAt, str, Measure]]:
        for at in self.risks:
            for key, measure in at.risk.measures.items():
                yield at, key, measure

    def entry(self, at: RiskAt, key: str) -> Path | None:
        """A measure's place in the files of risks, where it comes from one."""
        name = at.risk.reference or ""
        known = self.project.risks.get(name)
        return ("风险点", name, "防控措施", key) if known is not None and key in known.measures else None

    def in_charge(self, measure: Measure, control: str | None = None) -> dict[str, None]:
        """The posts that a measure is the work of: said where it is carried out, else in the measure, else whose step.

        ``control``: only at this one of the steps that carry it out.
        """
        own = (measure.post,) if measure.post else ()
        found = [
            (carrier.post,) if carrier.post else own or self.flow.nodes[key].owners
            for carrier in measure.carriers
            for key in carrier.steps
            if key in self.flow.nodes and control in (None, key)
        ]
        return dict.fromkeys(post for posts in found or [own] for post in posts)

    def elsewhere(self, measure: Measure, control: str) -> list[str]:
        """The posts whose work a measure is, where none of them takes part in the step ``control`` that carries it out."""
        step = self.flow.nodes[control].step
        here = {self.project.post_name(post) for post in (*step.owners, *step.assists, *step.witnesses)}
        work = list(self.in_charge(measure, control))
        absent = not any(self.supervises(post) or self.project.post_name(post) in here for post in work)
        return work if absent else []

    def table(self, name: str) -> Any:
        return self.project.tables[name]


@dataclass
class ProjectView:
    """The whole project under examination."""

    project: Project
    views: Mapping[str, View]
