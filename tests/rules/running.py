"""Run the checker on a case: a layer over the sample power, a whole power, or files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from powermodel.project import load
from powermodel.review import Options, Report, review

SAMPLE = Path(__file__).parent.parent / "fixtures" / "低保初核.yaml"
TODAY = date(2026, 11, 22)


class _Plain(yaml.SafeDumper):
    """Writes every text in quotes, so that it comes back as it was typed."""


_Plain.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def texts(node: yaml.Node) -> Any:
    """A YAML node as plain data, every scalar as the text that stands there."""
    if isinstance(node, yaml.MappingNode):
        return {texts(k): texts(v) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [texts(v) for v in node.value]
    return node.value


def parse(text: str) -> Any:
    return texts(yaml.compose(text, Loader=yaml.CSafeLoader))


def dump(data: Any) -> str:
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)


def write(folder: Path, case: dict[str, Any]) -> Path:
    """Lay a case's files into ``folder``; returns the folder to check.

    修改: laid over the sample power (tests/fixtures/低保初核.yaml); 流程: a whole power; 文件: path → text
    (bytes written in latin-1 behind “bytes:”). 项目, 岗位: the project's powermodel.yaml and posts.yaml as data.
    """
    if "修改" in case:
        (folder / "flows").mkdir()
        (folder / "flows" / "样本.yaml").write_text(SAMPLE.read_text("utf-8"), "utf-8")
        (folder / "flows" / "案例.yaml").write_text(
            dump({"来源": "样本", "权力": "案例", "编号": "AL-01", "修改": case["修改"]}), "utf-8"
        )
        (folder / "powermodel.yaml").write_text("名称: 示例社区\n", "utf-8")
        (folder / "posts.yaml").write_text("岗位: {}\n", "utf-8")  # the library's posts, and no others
    if "流程" in case:
        flows = folder / "flows" if "项目" in case else folder
        flows.mkdir(exist_ok=True)
        (flows / "案例.yaml").write_text(dump(case["流程"]), "utf-8")
    if "项目" in case:
        (folder / "powermodel.yaml").write_text(dump(case["项目"]), "utf-8")
    if "岗位" in case:
        (folder / "posts.yaml").write_text(dump(case["岗位"]), "utf-8")
    for name, text in case.get("文件", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("bytes:"):
            path.write_bytes(text.removeprefix("bytes:").encode("latin-1"))
        else:
            path.write_bytes(text.encode(case.get("编码", "utf-8")))
    return folder


def run(folder: Path, case: dict[str, Any] | None = None, **options: Any) -> Report:
    """Load and review a folder on the day the tests are played on."""
    return review(load(folder, today=TODAY), Options(**options))
