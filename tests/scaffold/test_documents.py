"""What the documents show must work when it is typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from powermodel.model import community, guide, post, power, risk, settings
from powermodel.model.base import Model
from powermodel.project import load
from powermodel.review import review

DOCS = Path(__file__).parents[2] / "docs"
FORMAT = (DOCS / "format.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", FORMAT, re.S)


def findings(folder: Path) -> list[str]:
    found = review(load(folder)).findings
    return [f"{f.code} {f.message}" for f in found if f.code[0] == "F"]


@pytest.mark.parametrize("block", BLOCKS, ids=[b.strip().splitlines()[0][:20] for b in BLOCKS])
def test_every_example_is_read_as_it_stands(tmp_path: Path, block: str) -> None:
    """No unknown key, no value of the wrong kind; steps that a fragment only mentions are of course not there."""
    first = block.split(":")[0].strip()
    own_file = {"名称": "powermodel.yaml", "岗位": "posts.yaml", "社区": "communities/甲.yaml"}
    (tmp_path / "flows").mkdir()
    (tmp_path / "communities").mkdir()
    (tmp_path / "powermodel.yaml").write_text("名称: 甲\n", "utf-8")
    if first in own_file:
        (tmp_path / own_file[first]).write_text(block, "utf-8")
    elif first in ("权力", "来源"):
        (tmp_path / "flows" / "甲.yaml").write_text(block, "utf-8")
    elif first in {field.alias for field in power.Power.model_fields.values()}:
        text = f"权力: 甲\n{block}步骤: {{申请: {{岗位: 居民, 下一步: 结束}}}}\n"
        (tmp_path / "flows" / "甲.yaml").write_text(text, "utf-8")
    else:
        inner = "\n".join("  " * (2 if first == "风险点" else 1) + line for line in block.splitlines())
        head = "权力: 甲\n步骤:\n" + ("  申请:\n    岗位: 居民\n" if first == "风险点" else "")
        (tmp_path / "flows" / "甲.yaml").write_text(head + inner + "\n", "utf-8")
    found = [f for f in findings(tmp_path) if not f.startswith("F007")]
    assert not found, found
    if first == "来源":
        assert not findings(tmp_path)


def test_the_whole_example_is_clean_of_errors(tmp_path: Path) -> None:
    (tmp_path / "甲.yaml").write_text(BLOCKS[0], "utf-8")
    assert review(load(tmp_path)).worst() is None or review(load(tmp_path)).count(3) == 0  # type: ignore[arg-type]


def test_every_key_is_named() -> None:
    """A key that no document names is a key nobody uses."""
    models = {
        value
        for module in (power, risk, guide, post, settings, community)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Model) and value is not Model
    }
    keys = {field.alias for model in models for field in model.model_fields.values() if field.alias}
    assert {key for key in keys if key not in FORMAT} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for page in ("start.md", "format.md", "meeting.md", "handbook.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (DOCS / page).read_text("utf-8")):
            assert (DOCS / target).exists() or target == "posters.md", (page, target)
