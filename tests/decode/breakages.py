"""The sample power, broken the way officers break files: what is typed instead of what, and what must be said where."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.rules.running import parse

SAMPLE = (Path(__file__).parent.parent / "fixtures" / "低保初核.yaml").read_text("utf-8")


class Broken(NamedTuple):
    """One breakage. ``old`` → ``new`` in the sample; ``at``: “line:column” of the finding; ``says``: part of it."""

    name: str
    code: str
    at: str
    says: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """The whole sample, broken."""
        assert self.old in SAMPLE, self.old
        return SAMPLE.replace(self.old, self.new, 1)


BROKEN = [
    Broken(case["毛病"], case["规则"], case["行列"], case["含"], case["原文"], case["写成"])
    for case in parse(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
]
