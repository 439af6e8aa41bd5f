from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.peers.jobs import SHEETS, jobs
from benchmarks.peers.measure import Measured, measure
from benchmarks.peers.pieces import chained
from benchmarks.peers.report import PICTURES, Results, write_page
from powermodel.project import library_root, load
from powermodel.rules.view import View

HERE = Path(__file__).parent
BUILD = Path("build/peers")
FONTS = HERE.parents[1] / "render" / "fonts"
LIBRARY = ("居民评议会", "信访举报办理", "低保初核", "社区工程建设")


def install() -> None:
    """The tools, at the versions of package.json, into build/peers."""
    BUILD.mkdir(parents=True, exist_ok=True)
    text, mine = (HERE / "package.json").read_text("utf-8"), BUILD / "package.json"
    if not (BUILD / "node_modules").exists() or not mine.exists() or mine.read_text("utf-8") != text:
        mine.write_text(text, "utf-8")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=BUILD, check=True)


def views(names: list[str]) -> dict[str, View]:
    """Powers of the library by name, or those of a project folder or a file."""
    library = load(library_root() / "flows").project
    found: dict[str, View] = {}
    for name in names:
        project = library if name in library.powers else load(Path(name)).project
        keys = [name] if name in library.powers else list(project.powers)
        found |= {key: View(key, project.powers[key], project) for key in keys}
    return found


def draw(work: list[dict[str, Any]], folder: Path) -> None:
    """What is not drawn yet, by draw.mjs, into ``folder``: SVG, what was read from it, PNG where asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    tools = (HERE / "package.json").read_bytes()
    todo = []
    for job in work:
        mark = hashlib.sha256(tools + json.dumps(job, ensure_ascii=False).encode()).hexdigest()
        kept = folder / f"{job['name']}.mark"
        if not kept.exists() or kept.read_text("ascii") != mark:
            todo.append(job | {"mark": mark})
    if todo:
        (folder / "jobs.json").write_text(json.dumps(todo, ensure_ascii=False), "utf-8")
        paths = [HERE / "draw.mjs", folder / "jobs.json", folder, FONTS, BUILD]
        subprocess.run(["node", *(str(path.resolve()) for path in paths)], check=True)


def results(work: list[dict[str, Any]], folder: Path) -> Results:
    """What each drawing measures, by flow, way and variant; the message where the tool failed."""
    found: Results = {}
    for job in work:
        read = json.loads((folder / f"{job['name']}.json").read_text("utf-8"))
        one: Measured | str = read.get("error") or measure(chained(read) if read.get("raw") else read)
        if isinstance(one, Measured):
            (folder / f"{job['name']}.txt").write_text("\n".join(one.details), "utf-8")
        found.setdefault(job["flow"], {}).setdefault(job["way"], {})[job["name"].rsplit(".", 1)[1]] = one
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument(
        "flows", nargs="*", help="powers of the library, folders, files; none: the page of docs"
    )
    parser.add_argument("--out", type=Path, default=BUILD / "drawings")
    parser.add_argument("--tool", default="", help="only drawings with this in their name")
    parser.add_argument("--pictures", action="store_true", help="PNGs of everything drawn")
    asked = parser.parse_args()
    install()
    flows = views(asked.flows or [*LIBRARY, str(HERE / "flows")])
    work = [job for name, view in flows.items() for job in jobs(name, view) if asked.tool in job["name"]]
    for job in work:
        if asked.pictures or (job["flow"], job["way"]) in PICTURES:
            job |= {"sheet": SHEETS["A3"], "pixels": 1600 if asked.pictures else 1100}
    draw(work, asked.out)
    found = results(work, asked.out)
    if not asked.flows:
        write_page(Path("docs"), flows, found, work, asked.out)
        return
    for flow, ways in found.items():
        for way, variants in ways.items():
            for variant, one in variants.items():
                print(f"{flow}.{way}.{variant:16} {one if isinstance(one, str) else one.line()}")


if __name__ == "__main__":
    main()
