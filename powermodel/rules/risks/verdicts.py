"""What R307 and R308 share: the words for a verdict on a measure."""

from __future__ import annotations

from typing import Any

from powermodel.finding import WitnessStep
from powermodel.rules.view import MeasureVerdict, View


def words(view: View, found: MeasureVerdict) -> dict[str, Any]:
    """Arguments of the messages: the measure, its step, the risky step, the course in one line."""
    duty, witness = found.verdict.duty, found.verdict.witness
    course = view.witness(witness.course) if witness else ()
    return {
        "measure": found.measure.title or found.key,
        "control": view.flow.title(duty.control),
        "risky": view.flow.title(duty.risky),
        "course": brief(course),
        "count": len(course),
        "witness": course,
    }


def brief(course: tuple[WitnessStep, ...]) -> str:
    """A course for a sentence: whole when short, else its ends and the choices it hangs on."""
    named = list(map(str, course))
    if len(named) <= 5:
        return " → ".join(named)
    middle = [n for n, w in zip(named[1:-1], course[1:-1], strict=True) if w.outcome][-3:]
    return " → ".join([named[0], "…", *(x for n in middle for x in (n, "…")), named[-1]])
