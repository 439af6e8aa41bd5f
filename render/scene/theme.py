"""Colours. Red and gold belong to the head; the body stays quiet so that the risks stand out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb. ``grades``: 高, 中, 低 and "" (unknown)."""

    head: str = "#b01218"
    head_text: str = "#ffffff"
    gold: str = "#e9b949"
    gold_text: str = "#ffe9b0"
    ink: str = "#1c2730"
    quiet: str = "#51606b"
    line: str = "#2f4a63"
    back: str = "#a3261f"
    box: str = "#ffffff"
    box_line: str = "#34506b"
    start: str = "#e6f2ea"
    end_good: str = "#e6f2ea"
    end_bad: str = "#ececee"
    end_line: str = "#2f6b46"
    decision: str = "#fff6df"
    decision_line: str = "#9a6b00"
    public: str = "#e8f1fb"
    public_line: str = "#1f5fa8"
    lane_head: str = "#34506b"
    lane_head_text: str = "#ffffff"
    lane_even: str = "#ffffff"
    lane_odd: str = "#f5f8fa"
    lane_watch: str = "#fdf5e2"
    lane_line: str = "#b9c6d0"
    card: str = "#fbfaf8"
    rule: str = "#c9cfd4"
    high: str = "#c4161c"
    medium: str = "#b85c00"
    low: str = "#1f5fa8"
    unknown: str = "#51606b"
    paper: str = "#ffffff"

    def grade(self, grade: str) -> str:
        return {"高": self.high, "中": self.medium, "低": self.low}.get(grade, self.unknown)


OFFICIAL = Theme()
