"""Measure a callable or a command: the best of several runs, with the spread as the machine's noise."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Seconds: the best and the middle of all runs."""

    best: float
    middle: float

    @property
    def noise(self) -> float:
        """How much slower the middle run was than the best, as a share."""
        return self.middle / self.best - 1


def measure(work: Callable[[], object], runs: int = 7) -> Cost:
    """Time ``work`` ``runs`` times."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    taken.sort()
    return Cost(taken[0], taken[len(taken) // 2])


def process(*arguments: str, runs: int = 7) -> Cost:
    """Time a cold Python process."""
    return measure(
        lambda: subprocess.run([sys.executable, *arguments], check=False, capture_output=True), runs
    )


def line(what: str, cost: Cost, base: Cost | None = None, goal: str = "") -> None:
    """Print one row: what, milliseconds, noise, ratio to the baseline, the goal."""
    ratio = f"{cost.best / base.best:6.2f} ×" if base else " " * 8
    print(f"{what:<52} {cost.best * 1000:9.1f} ms  ±{cost.noise * 100:3.0f} %  {ratio}  {goal}")
