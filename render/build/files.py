"""Files that are whole or not there at all, under names that every system takes."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WORKSHOP = ".building"
"""Folder inside the output folder where files are written before they take their names."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.I)
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：”／＼｜？＊")
LONGEST = 80


def safe_name(name: str) -> str:
    """``name`` as a file name without ending: what Windows forbids written full-width, at most 80 characters.

    >>> safe_name("购买/租赁: 3*2?"), safe_name("con"), safe_name(" … ")
    ('购买／租赁： 3＊2？', 'con_', '…')
    """
    name = unicodedata.normalize("NFC", name).translate(_WIDE)
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("", name)).strip().rstrip(". ")[:LONGEST].rstrip(". ")
    if _RESERVED.match(name):
        name = f"{name}_" if "." not in name else f"_{name}"
    return name or "未命名"


class Names:
    """Gives every file a name of its own, whatever case the file system forgets."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """``name`` made safe, with （2）, （3） … behind it where it is taken."""
        wanted = made = safe_name(name)
        number = 2
        while made.casefold() in self._taken:
            made, number = f"{wanted}（{number}）", number + 1
        self._taken.add(made.casefold())
        return made


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a file. ``status``: 新, 更新, 没变 or 没写成; ``message``: why not, in Chinese."""

    path: Path
    status: str
    size: int = 0
    message: str = ""


class Folder:
    """The output folder. Files are written beside their place and take it in one step (`rename` of POSIX)."""

    def __init__(self, root: Path) -> None:
        """Make the folder and clear what a build that was killed left in its workshop. Raises OSError."""
        self.root = root
        self._workshop = root / WORKSHOP
        root.mkdir(parents=True, exist_ok=True)
        self._clear()
        self._workshop.mkdir(exist_ok=True)

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        with suppress(OSError):
            shutil.rmtree(self._workshop)

    def write(self, relative: str, content: bytes) -> Written:
        """Put a file in its place; one that already has this content is left alone. Never raises OSError."""
        path = self.root / relative
        try:
            old = path.read_bytes() if path.is_file() else None
            if old == content:
                return Written(path, "没变", len(content))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._replace(path, content)
        except OSError as error:
            return Written(path, "没写成", len(content), why(error))
        return Written(path, "新" if old is None else "更新", len(content))

    def _replace(self, path: Path, content: bytes) -> None:
        self._workshop.mkdir(exist_ok=True)
        temporary = self._workshop / f"{os.getpid()}-{path.name}"
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def others(self, made: Iterable[Path], folders: Iterable[str]) -> list[Path]:
        """Files in ``folders`` that this build did not make: of powers that have gone or changed their names."""
        mine = {path.resolve() for path in made}
        return [
            path
            for folder in sorted(folders)
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file() and path.resolve() not in mine
        ]


def why(error: OSError) -> str:
    """Why a file or folder was not written, in Chinese, and what to do."""
    if isinstance(error, PermissionError):
        return "写不进去：文件正被别的程序打开（如看图、看 PDF 的软件），或者这个文件夹不让写。关掉再做一次。"
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        return "写不进去：同名的地方已经有一个文件夹或文件。换一个名字再做一次。"
    if isinstance(error, FileNotFoundError):
        return "写不进去：没有这个地方，也建不出来。换一个文件夹再做一次。"
    if error.errno == 28:
        return "写不进去：磁盘满了。"
    return f"写不进去：{error.strerror or error}"
