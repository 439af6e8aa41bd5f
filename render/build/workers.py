"""Charts drawn in several processes: laying out is plain Python, and every chart is independent of the others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from types import TracebackType

from powermodel.model.project import Project
from render.build.products import ChartJob, File, Product, draw

ENOUGH = 6
"""Fewer charts than this are drawn by the process itself: starting others costs more."""
MOST = 8


class Crew:
    """Makes products: charts in processes of their own where there are enough charts and cores, the rest here.

    The processes read the project themselves (its texts know their places and don't travel), and end when this one
    does, however it ends.
    """

    def __init__(self, project: Project, source: tuple[Path, date | None, str | None]) -> None:
        self._project, self._source = project, source
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[ChartJob, Future[Sequence[File] | str]] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def begin(self, wanted: Sequence[Product]) -> None:
        """Start with all charts of ``wanted``, if that is worth it."""
        jobs = [product.make for product in wanted if isinstance(product.make, ChartJob)]
        cores = min(_cores(), MOST, len(jobs))
        if cores < 2 or len(jobs) < ENOUGH:
            return
        from multiprocessing import get_context

        self._pool = ProcessPoolExecutor(cores, get_context("spawn"), _follow, ())
        self._waiting = {job: self._pool.submit(_drawn, self._source, job) for job in jobs}

    def make(self, product: Product) -> Sequence[File]:
        """The files of a product. Raises what its maker raises (from another process: ValueError with its words)."""
        job = product.make
        if not isinstance(job, ChartJob):
            return job()
        future = self._waiting.get(job)
        if future is not None:
            try:
                made = future.result()
            except (
                BrokenExecutor,
                OSError,
            ):  # no processes to be had: under some hosts, or from a script on stdin
                self._waiting.clear()
                made = draw(self._project, job)
            if isinstance(made, str):
                raise ValueError(made)
            return made
        return draw(self._project, job)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _follow() -> None:
    """End this process when the one that started it has ended, killed or not."""
    from multiprocessing import parent_process
    from threading import Thread

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


@cache
def _read(root: Path, today: date | None, community: str | None) -> Project:
    from powermodel.project import load
    from powermodel.scaffold import without_examples

    return without_examples(load(root, today=today, community=community))


def _drawn(source: tuple[Path, date | None, str | None], job: ChartJob) -> Sequence[File] | str:
    """The files of a chart, or why there are none: not every exception can travel."""
    try:
        return draw(_read(*source), job)
    except Exception as error:
        return str(error) or type(error).__name__
