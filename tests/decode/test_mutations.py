"""Random damage: every file is read, said what is wrong with, and never ends the process.

``POWERMODEL_MUTATIONS=100000 pytest tests/decode/test_mutations.py`` for the long run. ``python -m
tests.decode.mutations FIRST COUNT --limits`` also holds every file to 2 s and 300 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("POWERMODEL_MUTATIONS", "240"))
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_files_are_read(part: int) -> None:
    """In a process of its own, so that one that is ended by the system is seen."""
    count = COUNT // PARTS
    command = [sys.executable, "-m", "tests.decode.mutations", str(part * count), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
