"""References inside a power: every name must be of something (F007)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from powermodel.finding import Finding, Path
from powermodel.model.power import CONSTRAINT_KINDS, END, STAGES, Power
from powermodel.model.project import Project
from powermodel.nearest import suggestion

ENDS = ("办成", "未办成", "办结", "办理完毕", "完成", "完结", "结案", "终止")
"""What people write for an end that they have not declared."""
_NOT_TITLES = ("环节:", "岗位:", "标签:", "环节：", "岗位：", "标签：")

SUGGESTED = 30
"""Missing names of one power for which the nearest are looked up."""


class References:
    """Checks the references of one power of a project."""

    def __init__(self, key: str, power: Power, project: Project) -> None:
        self.key, self.power, self.project = key, power, project
        self.told = 0
        self.steps = dict.fromkeys((*power.steps, END))

    def findings(self) -> Iterator[Finding]:
        """F007 for every name that is of nothing, with the nearest names."""
        yield from self._edges()
        yield from self._clock()
        yield from self._measures()
        yield from self._constraints(self.power.constraints, ())

    def _missing(
        self, name: str, path: Path, kind: str = "步骤", names: Iterable[str] | None = None
    ) -> Finding:
        self.told += 1
        near = suggestion(name, self.steps if names is None else names) if self.told <= SUGGESTED else ""
        parts = [part.strip() for part in re.split("[、，,;；]", name)] if kind == "步骤" else []
        if len(parts) > 1 and all(part in self.steps for part in parts):
            choice = ", ".join(
                f"结果{number}: {part}" for part, number in zip(parts, "一二三四五六七八九", strict=False)
            )
            args = {
                "name": name,
                "list": ", ".join(parts),
                "choice": choice,
                "parts": "".join(f"“{p}”" for p in parts),
            }
            return Finding("F007", path, args, "several", power=self.key)
        variant = "end" if kind == "步骤" and name in ENDS and not near else ""
        return Finding("F007", path, {"kind": kind, "name": name, "near": near}, variant, power=self.key)

    def _step(self, name: str, path: Path) -> Iterator[Finding]:
        if name not in self.steps:
            yield self._missing(name, path)

    def _edges(self) -> Iterator[Finding]:
        for key, step in self.power.steps.items():
            for label, targets in step.next.items():
                for target in targets:
                    base = ("步骤", key, "下一步", *((label,) if label else ()))
                    yield from self._step(target.to, (*base, target.to))
            if step.calls and not self._power(step.calls):
                path = ("步骤", key, "子流程")
                yield self._missing(step.calls, path, "权力", self.project.powers)
            if step.overdue:
                yield from self._step(step.overdue.deemed, ("步骤", key, "逾期", "视为"))

    def _power(self, name: str) -> bool:
        return (
            self.project.power_key(name) is not None
            or name.removeprefix("库/") in self.project.library_powers
        )

    def _clock(self) -> Iterator[Finding]:
        power = self.power
        for field, names in (("起算", power.clock_from), ("止算", power.clock_to)):
            for name in names:
                yield from self._operand(name, (field, name))
        for span in power.spans:
            yield from self._step(span.start, ("分段时限", "从", span.start))
            yield from self._step(span.end, ("分段时限", "到", span.end))
        if power.aggregation and power.aggregation.step:
            yield from self._step(power.aggregation.step, ("累计", "步骤"))
        for event in power.anytime:
            if event.then and event.then != "终止":
                yield from self._step(event.then, ("随时", event.event, "处理"))

    def _measures(self) -> Iterator[Finding]:
        for key, step in self.power.steps.items():
            for name, risk in step.risks.items():
                base = ("步骤", key, "风险点", name)
                for harm in risk.harm_steps:
                    yield from self._operand(harm, (*base, "危害步骤", harm))
                for short, measure in risk.measures.items():
                    where = (
                        (*base, "落实", short)
                        if short in risk.carried_out
                        else (*base, "防控措施", short, "落实步骤")
                    )
                    for carrier in measure.carriers:
                        for carried in carrier.steps:
                            yield from self._step(carried, (*where, carried))
                        for when in carrier.when:
                            yield from self._outcome(when.step, when.outcome, (*where, "当"))

    def _outcome(self, step: str, outcome: str, path: Path) -> Iterator[Finding]:
        if step not in self.power.steps:
            yield self._missing(step, path)
        elif outcome not in self.power.steps[step].next:
            yield self._missing(f"{step}〔{outcome}〕", path, "结果", [
                f"{step}〔{label}〕" for label in self.power.steps[step].next if label
            ])  # fmt: skip

    def _operand(self, name: str, path: Path) -> Iterator[Finding]:
        if not name.startswith(_NOT_TITLES):
            yield from self._step(name, path)
            return
        kind, word = name[:2], name[3:].strip()
        if kind == "环节" and word not in STAGES:
            yield self._missing(word, path, "环节", STAGES)
        if kind == "岗位" and self.project.post(word) is None:
            used = {o for s in self.power.steps.values() for o in (*s.owners, *s.assists, *s.witnesses)}
            if word not in used:
                yield self._missing(word, path, "岗位", (*self.project.posts, *sorted(used)))

    def _constraints(self, constraints: Iterable[object], base: Path) -> Iterator[Finding]:
        for number, constraint in enumerate(constraints, 1):
            for kind in CONSTRAINT_KINDS:
                for name in constraint.operand(kind):  # type: ignore[attr-defined]
                    yield from self._operand(name, (*base, "规则", str(number), kind, name))
