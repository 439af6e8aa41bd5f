"""Run all benchmarks, or those named: python -m benchmarks [check net charts …]."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    names = sys.argv[1:] or sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__))
    for name in names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
            module.run()


if __name__ == "__main__":
    main()
