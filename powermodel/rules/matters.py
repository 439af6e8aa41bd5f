"""What kind of matter a power is about: looked up in the table 事项, never guessed from prose."""

from __future__ import annotations

from powermodel.rules.view import View


def matters(view: View) -> dict[str, dict[str, object]]:
    """Rows of the table 事项 whose words stand in the power's name, category, tags or procedure: 事项 → row."""
    power = view.power
    said = [t for t in (power.name, power.category, power.procedure, *power.tags) if t]
    return {
        row["事项"]: row
        for row in view.table("事项")
        if any(word in text for word in _words(row) for text in said)
    }


def matter_marked(view: View, mark: str) -> str | None:
    """The first matter of the power whose row says ``mark`` (监督, 惠民): 是; None where there is none."""
    return next((name for name, row in matters(view).items() if row.get(mark) == "是"), None)


def _words(row: dict[str, object]) -> list[str]:
    words = row.get("词", [])
    return [words] if isinstance(words, str) else list(words)  # type: ignore[call-overload]
