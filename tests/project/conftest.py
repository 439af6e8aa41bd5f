"""Small projects made of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from powermodel.project import Loaded, load

Make = Callable[..., Loaded]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files (path → text) into a folder and load it."""

    def loaded(files: Mapping[str, str], **options: Any) -> Loaded:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        only = options.pop("only", None)
        asked = None if only is None else [tmp_path / name for name in only]
        return load(tmp_path, asked, today=date(2026, 11, 22), **options)

    return loaded
