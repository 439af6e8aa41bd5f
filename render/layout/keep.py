"""What was laid out is kept by the content it was made from, so that nothing is laid out twice.

In memory always; on disk where a folder is given. An entry is a checksum and the pickled records, read by an unpickler
that knows this package's plain records and nothing else. Whatever can't be read is made again.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

T = TypeVar("T")
PACKAGE = __name__.partition(".")[0]
IN_MEMORY, ON_DISK = 64, 600  # entries


FOLDER = "POWERMODEL_KEEP"
"""The environment variable that names the folder; empty keeps nothing on disk."""


def user_folder() -> Path | None:
    """Where layouts of the user are kept: where ``FOLDER`` says, else where the system keeps what can be made again."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER]) if os.environ[FOLDER] else None
    with suppress(RuntimeError):  # a user without a home
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return base / "powermodel" / "layouts"
    return None


class Shelf:
    """Keeps records by key. ``folder``: where they outlive the process; None keeps them in memory only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._memory: dict[str, Any] = {}

    def take(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under ``key``; else what ``make`` makes, kept from now on. Raises only what ``make`` raises."""
        if key in self._memory:
            self._memory[key] = self._memory.pop(key)  # the last to be forgotten
            return self._memory[key]  # type: ignore[no-any-return]
        found = self._read(key)
        if found is None:
            found = make()
            self._write(key, found)
        self._memory[key] = found
        if len(self._memory) > IN_MEMORY:
            del self._memory[next(iter(self._memory))]
        return found  # type: ignore[no-any-return]

    def _read(self, key: str) -> Any:
        """The entry on disk; None where there is none, or it is damaged."""
        if self.folder is None:
            return None
        # What is no entry can make the unpickler raise anything; the checksum lets only whole entries come to it.
        with suppress(Exception):
            data = (self.folder / key).read_bytes()
            digest, packed = data[:32], data[32:]
            if hashlib.sha256(packed).digest() == digest:
                return _Records(io.BytesIO(packed)).load()
        return None

    def _write(self, key: str, value: object) -> None:
        """Keep an entry on disk, whole or not at all. A disk that can't be written to is none."""
        if self.folder is None:
            return
        packed = pickle.dumps(value, protocol=5)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(hashlib.sha256(packed).digest() + packed)
            Path(file.name).replace(self.folder / key)
            self._forget()

    def _forget(self) -> None:
        """Remove the oldest entries where there are far too many."""
        assert self.folder is not None
        files = list(self.folder.iterdir())
        if len(files) > ON_DISK:
            files.sort(key=lambda path: (path.stat().st_mtime, path.name))
            for path in files[: len(files) - ON_DISK * 3 // 4]:
                path.unlink(missing_ok=True)


class _Records(pickle.Unpickler):
    """Reads tuples, texts, numbers and the records of this package."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] == PACKAGE:
            found = getattr(sys.modules.get(module), name, None)
            if isinstance(found, type) and is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def key_of(parts: Iterable[object]) -> str:
    """The key of what is made from ``parts`` (records, texts, numbers) by the code as it is now."""
    digest = hashlib.sha256(engine().encode())
    for part in parts:
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


@cache
def engine() -> str:
    """A hash of the code that lays out, so that a new version makes everything anew."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(
        p for folder in ("layout", "metrics", "scene", "fonts") for p in (root / folder).glob("*.*")
    ):
        if path.suffix in (".py", ".txt"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
