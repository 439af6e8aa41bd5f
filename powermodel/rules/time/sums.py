"""How long a power takes, reckoned once for all rules that ask."""

from __future__ import annotations

from powermodel.net.timing import Timing, time_in
from powermodel.rules.view import View


def timing_of(view: View) -> Timing | None:
    """The timing of a power under examination; None where its clock never stops."""
    if "timing" not in view.notes:
        view.notes["timing"] = time_in(view.project, view.key, view.flow)
    found: Timing | None = view.notes["timing"]
    return found
