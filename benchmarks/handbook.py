"""The handbook of a hundred services, beside three hundred bare pages set by Typst in the same fonts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Cost, line
from powermodel.model.project import Project
from powermodel.project import load
from powermodel.review import review
from powermodel.scaffold import offers, without_examples
from render.pdf import document_pdf

SERVICES = 100
PAGES = 300
RUNS = 5
FLOOR = f"{PAGES} bare pages"
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


def community(root: Path, services: int = SERVICES) -> Path:
    """A project of that many services: those of the library over and over, each with a name and a code of its own."""
    chosen = [offer for offer in offers() if offer.service]
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
        bare = Path(folder) / "bare.typ"
        bare.write_text(BARE, "utf-8")
        command = [sys.executable, "-m", "benchmarks.handbook", str(root), str(bare)]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)
        ]
    taken = {what: sorted(run[what] for run in runs) for what in runs[0]}
    costs = {what: Cost(times[0], times[len(times) // 2]) for what, times in taken.items()}
    floor = costs[FLOOR]
    for what, cost in costs.items():
        line(what, cost, None if what == FLOOR else floor)


def stages(root: Path, bare: Path) -> dict[str, float]:
    """Seconds of every stage, in a process that has imported everything and set nothing yet."""
    import typst  # noqa: F401  # its 80 MB are part of the start

    from render.handbook import fill, handbook_pdf

    taken: dict[str, float] = {}
    last = time.perf_counter()

    def lap(what: str) -> None:
        nonlocal last
        taken[what] = time.perf_counter() - last
        last = time.perf_counter()

    loaded = load(root)
    lap(f"read the flows of {SERVICES} services")
    review(loaded)
    lap("review them")
    project = without_examples(loaded)
    book = fill(project)
    lap("fill the handbook in")
    handbook_pdf(book)
    lap("set it as PDF")
    pages = bare_pages(project)
    last = time.perf_counter()
    document_pdf(bare, {"pages": pages})
    lap(FLOOR)
    return taken


if __name__ == "__main__":
    print(json.dumps(stages(*map(Path, sys.argv[1:]))))
