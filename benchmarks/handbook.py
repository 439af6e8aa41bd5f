"""The verb handbook for a hundred services, beside what no such program can do without: the files as YAML, bare pages."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from benchmarks.timing import Cost, line
from powermodel.console.program import GARBAGE
from powermodel.model.project import Project
from powermodel.project import load
from powermodel.review import blocking
from powermodel.rules.registry import catalogue
from powermodel.scaffold import offers, without_examples
from render.handbook import fill, handbook_pdf
from render.handbook.command import make_handbook
from render.pdf import document_pdf

SERVICES = 100
KINDS = (
    8  # the shortest services of the library: a hundred of them make about 320 pages, of all its services 384
)
PAGES = 300
RUNS = 5
GOAL = "goal ≤ 1 s"
SETTINGS = """
名称: 测速社区
电话: {服务: 0700-5550101, 监督: 0700-5550102}
服务点: {名称: 测速服务点, 时间: [{星期: 周一至周五, 时段: [8:30–12:00]}], 电话: 0700-5550101}
承诺: [首问负责, 一次性告知, 限时办结, 全程代理]
"""
BARE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "bare")
#set text(font: data.family, lang: "zh", region: "cn", size: 11pt)
#set page(paper: "a5")
#for (n, said) in data.pages.enumerate() {
  if n > 0 { pagebreak() }
  for each in said { par(each) }
}
"""


def community(root: Path, services: int = SERVICES, kinds: int = KINDS) -> Path:
    """A project of that many services: the ``kinds`` shortest of the library over and over, each with its own name and code."""
    chosen = [offer for offer in offers() if offer.service]
    chosen = sorted(chosen, key=lambda offer: (offer.path.stat().st_size, offer.path.name))[:kinds]
    (root / "flows").mkdir(parents=True)
    (root / "powermodel.yaml").write_text(SETTINGS, "utf-8")
    for number in range(services):
        text = chosen[number % len(chosen)].path.read_text("utf-8")
        text = re.sub(r"^(权力|编号):(.*)$", rf"\g<1>:\g<2>{number // len(chosen) + 1}", text, flags=re.M)
        (root / "flows" / f"{number:03}.yaml").write_text(text, "utf-8")
    return root


def bare_pages(project: Project, pages: int = PAGES) -> list[list[str]]:
    """Text of the handbook's kind for every page: what the steps of the powers say, twelve paragraphs of it."""
    said = [
        f"{step.note or key}，{power.summary}"
        for power in project.powers.values()
        for key, step in power.steps.items()
    ]
    return [[said[(12 * page + n) % len(said)] for n in range(12)] for page in range(pages)]


def run() -> None:
    """Print the figures. Every run is a process of its own, since Typst keeps what it has once set."""
    with tempfile.TemporaryDirectory() as folder:
        root = community(Path(folder) / "community")
        taken: dict[str, list[float]] = {}
        for _ in range(RUNS):
            for what in JOBS:
                command = [sys.executable, "-m", "benchmarks.handbook", what, str(root)]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                for name, seconds in json.loads(said).items():
                    taken.setdefault(name, []).append(seconds)
    costs = {what: Cost(min(times), sorted(times)[len(times) // 2]) for what, times in taken.items()}
    floor = Cost(*map(sum, zip(*((costs[what].best, costs[what].middle) for what in FLOOR), strict=True)))
    line("both, the baseline", floor)
    for what, cost in costs.items():
        line(what, cost, floor, GOAL if what == WHOLE else "")


Lap = Callable[[str], None]
FLOOR = (f"compose {SERVICES} files as YAML", f"set {PAGES} bare pages")
WHOLE = f"the verb handbook for {SERVICES} services, after imports"


def floor(root: Path, lap: Lap) -> None:
    """What is read and set at least."""
    pages = bare_pages(without_examples(load(root)))
    bare = root.parent / "bare.typ"
    bare.write_text(BARE, "utf-8")
    texts = [path.read_text("utf-8") for path in sorted(root.glob("flows/*.yaml"))]
    lap("")
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    lap(FLOOR[0])
    document_pdf(bare, {"pages": pages})
    lap(FLOOR[1])


def whole(root: Path, lap: Lap) -> None:
    """All that the verb does, from the folder to the file."""
    book = root.parent / "手册.pdf"
    book.unlink(missing_ok=True)
    lap("")
    said, bad = make_handbook(root, "pdf", book)
    lap(WHOLE)
    assert book.is_file() and not bad, said


def stages(root: Path, lap: Lap) -> None:
    """The same, one thing after the other."""
    lap("")
    loaded = load(root)
    lap("… read the flows")
    report = blocking(loaded)
    lap("… whether something stops the handbook")
    project = without_examples(loaded)
    book = fill(project, {key: view.within(project) for key, view in report.views.items()})
    lap("… fill it in")
    handbook_pdf(book)
    lap("… set it as PDF")


JOBS = {job.__name__: job for job in (floor, whole, stages)}


def measured(job: Callable[[Path, Lap], None], root: Path) -> dict[str, float]:
    """Seconds of every stage of a job, in a process that has imported everything and done nothing yet."""
    import importlib.metadata  # noqa: F401  # what pydantic loads with the first model it builds

    import typst  # noqa: F401  # its 80 MB are part of the start

    catalogue()
    gc.set_threshold(GARBAGE)  # as the program does
    taken: dict[str, float] = {}
    last = time.perf_counter()

    def lap(what: str) -> None:
        nonlocal last
        taken[what] = time.perf_counter() - last
        last = time.perf_counter()

    job(root, lap)
    del taken[""]
    return taken


if __name__ == "__main__":
    print(json.dumps(measured(JOBS[sys.argv[1]], Path(sys.argv[2]))))
