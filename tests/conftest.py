"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# The same examples on every machine, so that main is green or red for everybody; POWERMODEL_RANDOM=1 looks for new ones.
settings.register_profile("steady", derandomize=not os.environ.get("POWERMODEL_RANDOM"), deadline=None)
settings.load_profile("steady")
if not os.environ.get("POWERMODEL_RANDOM"):
    # Also when other modules are loaded: constants found in them would otherwise be mixed into the examples.
    setattr(providers, "_get_local_constants", providers.Constants)  # noqa: B010

os.environ["POWERMODEL_KEEP"] = ""  # every test lays out what it looks at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the snapshots of outputs anew")
