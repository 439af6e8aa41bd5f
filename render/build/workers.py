"""Charts drawn in several processes: laying out is plain Python, and every chart is independent of the others."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import local
from typing import IO

from powermodel.model.project import Project
from render.build.products import ChartJob, File, Product, draw

ENOUGH = 6
"""Fewer charts than this are drawn by the process itself: starting others costs more."""
MOST = 8
Source = tuple[Path, date | None, str | None]
"""Where the project is read from: folder, day, community."""
_SERVE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from render.build.workers import serve; serve()"
)


class Crew:
    """Makes products: charts in processes of their own where there are enough charts and cores, the rest here.

    The processes read the project themselves (its texts know their places and don't travel). They live on their
    input: when this process ends, killed or not, they end too.
    """

    def __init__(self, project: Project, source: Source) -> None:
        self._project, self._source = project, source
        self._threads: ThreadPoolExecutor | None = None
        self._mine = local()
        self._workers: list[subprocess.Popen[bytes]] = []
        self._waiting: dict[ChartJob, Future[Sequence[File] | str | None]] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        if self._threads:
            self._threads.shutdown(cancel_futures=True)

    def begin(self, wanted: Sequence[Product]) -> None:
        """Start with all charts of ``wanted``, if that is worth it."""
        jobs = [product.make for product in wanted if isinstance(product.make, ChartJob)]
        cores = min(_cores(), MOST, len(jobs))
        if cores > 1 and len(jobs) >= ENOUGH and sys.executable:
            self._threads = ThreadPoolExecutor(cores)
            self._waiting = {job: self._threads.submit(self._ask, job) for job in jobs}

    def make(self, product: Product) -> Sequence[File]:
        """The files of a product. Raises what its maker raises (from another process: ValueError with its words)."""
        job = product.make
        if not isinstance(job, ChartJob):
            return job()
        made = self._waiting[job].result() if job in self._waiting else None
        if isinstance(made, str):
            raise ValueError(made)
        return draw(self._project, job, self._source[0]) if made is None else made

    def _ask(self, job: ChartJob) -> Sequence[File] | str | None:
        """Have a chart drawn by the worker of this thread; None where there is none, or it died."""
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            if not hasattr(self._mine, "worker"):
                self._mine.worker = self._hire()
            worker: subprocess.Popen[bytes] = self._mine.worker
            assert worker.stdin and worker.stdout
            _send(worker.stdin, job)
            return pickle.load(worker.stdout)  # type: ignore[no-any-return]  # of our own making
        return None

    def _hire(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _SERVE, json.dumps(sys.path)]
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._workers.append(worker)
        assert worker.stdin
        _send(worker.stdin, self._source)
        return worker


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _send(pipe: IO[bytes], message: object) -> None:
    pickle.dump(message, pipe)
    pipe.flush()


def serve() -> None:
    """What a worker does: read the project, then draw what comes in, until nothing more can come."""
    from powermodel.project import load
    from powermodel.scaffold import without_examples

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one at the keyboard is the other process's
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    root, today, community = pickle.load(sys.stdin.buffer)
    project = without_examples(load(root, today=today, community=community))
    with suppress(EOFError, OSError):
        while True:
            _send(answers, _drawn(project, pickle.load(sys.stdin.buffer), root))
    os._exit(0)  # nobody is there to read what a flush would write


def _drawn(project: Project, job: ChartJob, root: Path) -> Sequence[File] | str:
    """The files of a chart, or why there are none: not every exception can travel."""
    try:
        return draw(project, job, root)
    except Exception as error:
        return str(error) or type(error).__name__
