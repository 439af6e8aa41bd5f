"""Posts: the library's, with the project's laid over them by name, and the persons that a community binds to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from powermodel.model.post import Incompatible, Post, PostFile
from powermodel.project.files import library_root, our_own, resolved
from powermodel.project.sources import Sources

if TYPE_CHECKING:
    from powermodel.model.community import Community


@dataclass
class Posts:
    """All posts by name and the duties that may not be in one hand. ``own``: whether the project has a posts.yaml."""

    posts: dict[str, Post] = field(default_factory=dict)
    incompatible: list[Incompatible] = field(default_factory=list)
    own: bool = False

    def lay(self, file: PostFile) -> None:
        """Lay a file over what is there: of a post that is known, what the file says of it."""
        for name, post in file.posts.items():
            old = self.posts.get(name)
            said = {key: getattr(post, key) for key in post.model_fields_set}
            self.posts[name] = old.model_copy(update=said) if old else post
        self.incompatible += [each for each in file.incompatible if each not in self.incompatible]

    def bound(self, community: Community | None) -> dict[str, Post]:
        """The posts with the persons of a community."""
        made = dict(self.posts)
        for name, binding in community.bindings.items() if community else ():
            said = {key: getattr(binding, key) for key in binding.model_fields_set}
            made[name] = made.get(name, Post()).model_copy(update=said)
        return made


def load_posts(sources: Sources) -> Posts:
    """Read posts.yaml of the library and of the project."""
    paths = _own(sources)
    shipped = library_root() / "flows" / "posts.yaml"
    posts = Posts(own=bool(paths))
    if resolved(shipped) not in map(resolved, paths):
        posts.lay(PostFile.model_validate(our_own(shipped)))
    for path in paths:
        made, data = sources.made(path, PostFile)
        if made:
            posts.lay(made)
        if data is not None:
            sources.trees["posts.yaml"] = data
    return posts


def _own(sources: Sources) -> list[Path]:
    if sources.only is None:
        return [each.path for each in sources.index.of("posts")]
    asked = [each.path for each in sources.wanted("posts")]
    path = sources.inside(sources.settings.folders.posts)
    if path is not None:
        return list(dict.fromkeys([path, *asked]))
    for wanted in sources.only:
        for folder in wanted.parents:
            if (folder / "posts.yaml").is_file():
                return list(dict.fromkeys([folder / "posts.yaml", *asked]))
            if folder == sources.root:
                break
    return asked
