"""The proof of a power: for every control, what it guards, where the harm is, and why it can't be passed by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powermodel.finding import WitnessStep
from powermodel.model.risk import Measure
from powermodel.net.controls import Duty, Verdict, duties, harms_of, must_pass
from powermodel.rules.view import RiskAt, View

PROVED, PASSED, LATE, LOOSE, AFTERWARDS, OPEN = (
    "绕不过去",
    "可以绕过",
    "来得不是时候",
    "没有写步骤",
    "事后追查",
    "没有查完",
)
_VERDICTS = {"绕过": PASSED, "重做": PASSED, "太迟": LATE, "": PROVED}


@dataclass(frozen=True, slots=True)
class Row:
    """One control. ``why``: the proof or the course that passes it by, in words; ``witness``: that course as data."""

    step: str
    risk: str
    grade: str
    measure: str
    kind: str
    timing: str
    post: str
    control: str
    harms: tuple[str, ...]
    verdict: str
    why: str
    witness: tuple[WitnessStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of a power. ``sound``: its net is; ``unsound``: in words, why not (nothing else is proved then)."""

    name: str
    code: str
    sound: bool
    unsound: tuple[str, ...]
    rows: tuple[Row, ...]

    def count(self, verdict: str) -> int:
        return sum(row.verdict == verdict for row in self.rows)


def drawn_in(view: View) -> View:
    """The same power with its subprocesses drawn in, as far as the project has them."""
    return view.drawn_in()


def prove(view: View) -> Proof:
    """Prove the controls of one power, or show how they can be passed by."""
    defects = view.soundness.defects
    unsound = tuple(
        f"{d.kind}：{view.flow.title(d.step) if d.step else ''}" for d in defects if d.cause is None
    )
    rows = (
        tuple(row for at, key, m in view.all_measures() for row in _rows(view, at, key, m))
        if not unsound
        else ()
    )
    return Proof(view.power.name, view.power.code or "", not unsound, unsound, rows)


def _rows(view: View, at: RiskAt, key: str, measure: Measure) -> Iterator[Row]:
    flow = view.flow
    harms = tuple(
        flow.title(k) for k in flow.nodes if k in harms_of(flow, at.node.key, at.risk) - {at.node.key}
    )

    def row(control: str, verdict: str, why: str, witness: tuple[WitnessStep, ...] = ()) -> Row:
        post = "、".join(view.in_charge(measure, control or None))
        title = flow.title(control) if control in flow.nodes else "—"
        if verdict == PROVED and (absent := view.elsewhere(measure, control)):
            seen = f"（{measure.evidence}）" if measure.evidence else ""
            why += f"；“{'、'.join(absent)}”没有写进“{title}”，到没到场、做没做，要看凭证{seen}"
        return Row(
            at.node.title, at.name, at.grade or "", measure.title or key, str(measure.kind or ""),
            str(measure.timing or ""), post, title, harms, verdict, why, witness,
        )  # fmt: skip

    if measure.timing == "结果后":
        yield row("", AFTERWARDS, "在结果以后追查，本来就不拦在前面")
        return
    if not measure.carriers:
        yield row("", LOOSE, "没有写由哪一步落实，不能证明")
        return
    found = {d.control: d for _, d in duties(flow, at.node.key, at.risk, measure)}
    for carrier in measure.carriers:
        for control in carrier.steps:
            if control == at.node.key:
                yield row(control, PROVED, "就在这一步做，做这一步就做了它")
            elif control in found:
                verdict = view.verdict(found[control])
                yield row(control, *_said(view, found[control], verdict))
            elif control in flow.nodes:
                yield row(control, PROVED, "后面没有会造成危害的步骤")


def _said(view: View, duty: Duty, verdict: Verdict) -> tuple[str, str, tuple[WitnessStep, ...]]:
    if verdict.capped:
        return OPEN, "走法太多，没有查完，不能说它绕不过去", ()
    if not verdict.holds:
        course = view.witness(verdict.witness.course) if verdict.witness else ()
        line = " → ".join(map(str, course))
        least = "最短的走法" if verdict.witness and verdict.witness.shortest else "一种走法（没有多余的步骤）"
        said = LATE if verdict.always_late(view.flow) else _VERDICTS[verdict.how]
        return said, f"{least}：{line}", course
    title = view.flow.title
    when = "、".join(sorted(f"“{title(s)}”选“{o}”" for s, o in duty.when))
    if duty.timing == "事前":
        why = f"到“{title(duty.risky)}”之前，每一种走法都先经过“{title(duty.control)}”"
    else:
        passed = must_pass(view.net, duty)
        names = "、".join(title(key) for key in passed if key not in duty.harms)
        why = f"从“{title(duty.risky)}”到危害，每一种走法都经过“{title(duty.control)}”"
        if duty.control not in passed and not when:
            why += "，它在并行的另一路上，汇合以后才走得到危害"
        why += f"（必经：{names}）" if names else ""
    return PROVED, (f"{when}时才做；凡是这样的走法，" if when else "") + why, ()
