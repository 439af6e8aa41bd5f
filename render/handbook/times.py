"""How long a service takes, said in one sentence, from the net."""

from __future__ import annotations

from powermodel.rules.view import View


def course_sentence(view: View) -> str | None:
    """None for now."""
    return None
