"""Which files belong to a project, and what each of them is."""

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import powermodel
from powermodel.decode.encoding import decode
from powermodel.decode.read import MAX_BYTES

SETTINGS = "powermodel.yaml"
CATALOGUE = "目录.yaml"
_SKIPPED = {"node_modules", "__pycache__", "venv", "site-packages", "schema", "tables"}
DECISIONS = "decisions.yaml"
_OWN = {DECISIONS, "baseline.yaml"}
_KEY = r"[\"'“]?([^\s#:：'\"“”\-\[\]{},]+)[\"'”]?\s*[:：]"


def library_root() -> Path:
    """Folder of the library (flows/, riskpoints/, examples/): inside the installed package, else the checkout."""
    package = Path(powermodel.__file__).parent
    checkout = package.parent
    if (checkout / "flows" / "posts.yaml").exists():
        return checkout
    return package / "library"


def our_own(path: Path) -> Any:
    """The data of a file that we ship: tested, so nothing need know its place; every scalar is the text it is."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_bytes(), Loader=loader)


def resolved(path: Path) -> Path:
    """The real path; unlike `Path.resolve` it takes links that lead in a circle as they are."""
    return Path(os.path.realpath(path))


def find_root(path: Path) -> Path:
    """The project that ``path`` belongs to: the nearest folder upward with powermodel.yaml, else its own folder."""
    path = resolved(path)
    folder = path if path.is_dir() else path.parent
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS).is_file():
            return candidate
    return folder


def shown(path: Path) -> str:
    """A path as findings print it: relative to where the user stands if below, with forward slashes."""
    try:
        return _shown(path, Path.cwd())
    except OSError:
        return path.as_posix()


@lru_cache(maxsize=4096)
def _shown(path: Path, here: Path) -> str:
    """`shown` to who stands in ``here``; kept, since to resolve a path the system is asked about every folder of it."""
    real, below = resolved(here / path), resolved(here)
    return (real.relative_to(below) if real.is_relative_to(below) else path).as_posix()


class Entry(NamedTuple):
    """One YAML file. ``role``: flow, risks, posts, settings, catalogue, community or unknown."""

    path: Path
    role: str
    name: str = ""
    code: str = ""
    text: str = ""


def yaml_files(folder: Path, nested: bool = True) -> Iterator[Path]:
    """All YAML files below ``folder``, sorted; hidden folders and folders with a project of their own left out."""
    for here, folders, names in os.walk(folder):
        at = Path(here)
        folders[:] = sorted(
            f for f in folders
            if not f.startswith(".") and f not in _SKIPPED and not (nested and (at / f / SETTINGS).is_file())
        )  # fmt: skip
        for name in sorted(names):
            if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                yield at / name


def nested_projects(folder: Path) -> list[Path]:
    """Folders below ``folder`` that are projects themselves."""
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        if SETTINGS in names and Path(here) != folder:
            found.append(Path(here))
            folders.clear()
    return found


def entry(path: Path) -> Entry:
    """What a file is, by its name and the keys at its margin, without parsing it."""
    if path.name in (SETTINGS, CATALOGUE):
        return Entry(path, "settings" if path.name == SETTINGS else "catalogue")
    if path.name in _OWN:
        return Entry(path, "own")
    try:
        if path.stat().st_size > MAX_BYTES or not path.is_file():
            return Entry(path, "flow")
        text = decode(path.read_bytes()).text
    except OSError:
        text = None
    if text is None:
        return Entry(path, "flow")  # reading it will say what is wrong with it
    keys = _keys(text)
    return Entry(
        path, _role(path, set(keys)), _value(keys, "权力", "name"), _value(keys, "编号", "code"), text
    )


def _keys(text: str) -> dict[str, str]:
    """The keys at the margin of a file, with what follows them in the line; in braces, all keys of the first level."""
    if text.lstrip().startswith("{"):
        return dict(re.findall(rf"[{{,]\s*{_KEY}\s*[\"']?([^,\"'{{}}\[\]]*)", text[:20_000]))
    lines = [row for row in text.splitlines() if row]
    rows = [row for row in lines if not row[0].isspace() and row[0] not in "#-"]
    if not rows:
        rows = [row for row in lines if row.strip() and row.lstrip()[0] not in "#-"]
    margin = min((len(row) - len(row.lstrip(" ")) for row in rows), default=0)
    found: dict[str, str] = {}
    for row in rows:
        if match := re.match(rf"[ ]{{{margin}}}{_KEY}\s*(.*)", row):
            found.setdefault(match[1], match[2])
    return found


def _role(path: Path, keys: set[str]) -> str:
    if keys & {"步骤", "steps", "来源", "from", "修改", "changes", "权力"}:
        return "community" if keys & {"社区", "community"} else "flow"
    if keys & {"职权目录", "entries"}:
        return "catalogue"
    if keys & {"社区", "community"}:
        return "community"
    if keys & {"不相容", "incompatible"} or path.stem == "posts" or keys & {"岗位", "posts"}:
        return "posts"
    if keys & {"风险点", "risks"}:
        return "risks"
    return "unknown"


def _value(keys: dict[str, str], *names: str) -> str:
    text = next((keys[name] for name in names if name in keys), "")
    found = re.match(r"[\"']?([^\s#\"'][^#\"']*)", text)
    return found[1].strip() if found else ""


class Index:
    """The files of a library or project by role; powers are found by name, code or path without parsing all."""

    def __init__(self, root: Path, entries: list[Entry]) -> None:
        self.root, self.entries = root, entries

    def of(self, role: str) -> list[Entry]:
        return [e for e in self.entries if e.role == role]

    def power(self, word: str, below: Path) -> Entry | None:
        """The flow called ``word``: its name, code, or path below ``below`` with or without ending."""
        flows = self.of("flow")
        word = re.sub(r"\.ya?ml$", "", word)
        for found in flows:
            if word in (found.name, found.code):
                return found
        for found in flows:
            try:
                inner = found.path.relative_to(below).with_suffix("").as_posix()
            except ValueError:
                continue
            if word in (inner, found.path.stem):
                return found
        return None


def scan(root: Path, folders: list[Path]) -> Index:
    """Index the YAML files in ``folders`` (each file once)."""
    paths: dict[Path, None] = {}
    for folder in folders:
        if folder.is_file():
            paths[folder] = None
        elif folder.is_dir():
            paths.update(dict.fromkeys(yaml_files(folder)))
    return Index(root, [entry(path) for path in paths])
