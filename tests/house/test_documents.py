"""Generated documents stand as the program writes them now."""

from __future__ import annotations

import re
from pathlib import Path

from powermodel.model.schema import write_schemas
from powermodel.rules.explain import documents

ROOT = Path(__file__).parents[2]


def test_rule_documents_are_true() -> None:
    """docs/rules is what officers read; `make docs` writes it anew."""
    folder = ROOT / "docs" / "rules"
    made = documents()
    assert {p.name for p in folder.glob("*.md")} == set(made)
    for name, text in made.items():
        assert (folder / name).read_text("utf-8") == text, name


def test_library_page_is_true() -> None:
    """docs/library.md is where a community looks for what it can start from; `make docs` writes it anew."""
    from powermodel.report.library import as_markdown

    assert (ROOT / "docs" / "library.md").read_text("utf-8") == as_markdown()


def test_schemas_are_true(tmp_path: Path) -> None:
    """What an editor offers while an officer types is what the program reads; `make docs` writes it anew."""
    for path in write_schemas(tmp_path):
        assert (ROOT / "schema" / path.name).read_text("utf-8") == path.read_text("utf-8"), path.name


def test_every_compared_basis_says_where_its_text_was_read() -> None:
    """A printed article is trusted: what a flow calls 核对 is in the table of docs/sources.md, with a site."""
    read = (ROOT / "docs" / "sources.md").read_text("utf-8").split("## 没有读到原文的")[0]
    rows = set(re.findall(r"^\| ([^|]+) \|", read, re.MULTILINE))
    for path in sorted((ROOT / "flows").rglob("*.yaml")):
        for title in re.findall(r"\{文件: ([^,}]+),[^\n]*核对:", path.read_text("utf-8")):
            assert title.removeprefix("中华人民共和国") in rows, (path.name, title)
