"""Find one power by what a user calls it: name, code or file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from powermodel.nearest import suggestion
from powermodel.project.files import find_root, library_root, resolved
from powermodel.project.load import Loaded, load


def power_of(word: str, project: Path, today: date | None = None) -> tuple[Loaded, str] | str:
    """The loaded project and the key of the power called ``word``; a Chinese sentence where there is none.

    ``word``: a flow file; or a name or code in the project at ``project``; ``库/名称`` or, where the project has
    none of that name, a power of the library.
    """
    path = Path(word)
    if path.suffix.lower() in (".yaml", ".yml"):
        if not path.is_file():
            return f"没有这个文件：{word}"
        loaded = load(find_root(path), [path], today=today)
        key = next((k for k, f in loaded.project.files.items() if resolved(Path(f)) == resolved(path)), None)
        return (
            (loaded, key) if key and key in loaded.project.powers else f"这个文件里没有读得出的权力：{word}"
        )
    name = word.removeprefix("库/")
    places = [library_root() / "flows"] if name != word else [find_root(project), library_root() / "flows"]
    known: list[str] = []
    for place in places:
        loaded = load(place, today=today)
        for key, power in loaded.project.powers.items():
            if name in (key, power.code):
                return loaded, key
        known += [k for k in loaded.project.powers if k not in known]
    return f"没有“{word}”这项权力{suggestion(name, known)}"
