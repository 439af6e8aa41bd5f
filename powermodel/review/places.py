"""Where a finding is: the line that says it, and the line where the project mends it."""

from __future__ import annotations

from pathlib import Path as FilePath

from powermodel.decode import Map, locate
from powermodel.decode.marks import walk
from powermodel.finding import Finding, Path, Place, Related
from powermodel.project import Loaded, library_root
from powermodel.project.files import shown
from powermodel.review.placed import PlacedRelated

_LIBRARY = "库/"
_MEND = "本项目在这个文件里改（写在“修改”下面）"
_SAID = "库里这样写；本项目在自己的文件里改，写在“修改”下面"


class Places:
    """The places of what is found in a project. ``own``: power → its file, as it is shown."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.own = {key: shown(FilePath(file)) for key, file in loaded.project.files.items()}
        self._within: dict[str, str] = {}

    def at(self, finding: Finding) -> Place:
        """The line that says what is wrong; the file where nothing says it."""
        if finding.place is not None:
            return finding.place
        place = self._locate(finding.power, finding.path)
        if place is not None:
            return place
        return Place(self.loaded.project.files.get(finding.power or "", str(self.loaded.root)))

    def of(self, related: Related, power: str | None) -> Place | None:
        """A second place of a finding of ``power``; None where nothing says it."""
        place = related.place or self._locate(related.power or power, related.path)
        return self._named(place) if place else None

    def to_mend(self, finding: Finding, said: Place) -> tuple[Place, tuple[PlacedRelated, ...]]:
        """Where the project mends what stands at ``said``, and what is to be seen besides.

        What a flow of the library says is mended where the project lays something over it, else at its line 来源.
        """
        own = self.loaded.trees.get(f"来源/{finding.power}")
        if own is None or not self.within(said.file).startswith(f"{_LIBRARY}flows/"):
            return said, self._own_file(finding, said)
        also = (PlacedRelated(self._named(said), _SAID),)
        changes = own.get("修改")
        trail = walk(changes, finding.path) if isinstance(changes, Map) else []
        if not trail:
            return own.at["来源"], also
        laid_over = locate(changes, finding.path)
        return laid_over or own.at["来源"], () if len(trail) == len(finding.path) else also

    def line(self, place: Place) -> str:
        """The text of the line of a place; empty where it is a whole file."""
        document = self.loaded.documents.get(place.file)
        if document is None or not place.line:
            return ""
        if not hasattr(document, "_split"):
            document.__dict__["_split"] = document.lines
        lines: list[str] = document.__dict__["_split"]
        return lines[place.line - 1] if place.line <= len(lines) else ""

    def within(self, file: str) -> str:
        """A file as ids name it: below the project's folder, or below the library (库/…)."""
        if file not in self._within:
            path, library = FilePath(file).resolve(), library_root().resolve()
            roots = ((self.loaded.root.resolve(), ""), (library, _LIBRARY))
            below = (sign + path.relative_to(r).as_posix() for r, sign in roots if path.is_relative_to(r))
            self._within[file] = next(below, path.name)
        return self._within[file]

    def _named(self, place: Place) -> Place:
        """A place in the library with its file as projects name it; others as they are."""
        within = self.within(place.file)
        return place._replace(file=within) if within.startswith(_LIBRARY) else place

    def _own_file(self, finding: Finding, place: Place) -> tuple[PlacedRelated, ...]:
        """Where to mend what came from a layer below."""
        own = self.own.get(finding.power or "")
        if own in (None, place.file) or place.file.endswith(("powermodel.yaml", "posts.yaml")):
            return ()
        if place.file not in self.own.values() and self._ours(place.file):
            return ()  # a file of risks of the project's own
        return (PlacedRelated(Place(own, 1, 1), _MEND),)

    def _ours(self, file: str) -> bool:
        """Whether a file is one of the project's own."""
        return FilePath(file).resolve().is_relative_to(self.loaded.root.resolve())

    def _tree(self, power: str | None, path: Path) -> Map | None:
        trees = self.loaded.trees
        if power is not None and power in trees:
            return trees[power]
        if len(path) > 1 and f"{path[0]}/{path[1]}" in trees:
            return trees[f"{path[0]}/{path[1]}"]
        if path and path[0] in ("岗位", "不相容"):
            return trees.get("posts.yaml")
        if path and path[0] == "职权目录":
            return trees.get("目录.yaml")
        return trees.get("")

    def _locate(self, power: str | None, path: Path) -> Place | None:
        tree = self._tree(power, path)
        if tree is None:
            return None
        if tree is self.loaded.trees.get(f"{path[0]}/{path[1]}" if len(path) > 1 else ""):
            path = path[2:] if len(path) > 1 else path
        place = locate(tree, path) or tree.place
        if not place.line and tree:
            place = next(iter(tree.at.values()), place)
        return place if place.file else None
