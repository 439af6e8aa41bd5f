"""A whole project after loading: what the rules look at and what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from powermodel.model.post import Incompatible, Post
from powermodel.model.power import Power
from powermodel.model.risk import Risk
from powermodel.model.settings import CatalogueEntry, Settings

if TYPE_CHECKING:
    from powermodel.model.community import Community


class Tables(Protocol):
    """The data tables that a place replaces: name (环节词, 失效依据 …) → rows as plain data."""

    def __getitem__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Project:
    """One project, or one community of a county.

    ``powers``: by key (the power's name; a second one of that name gets a number). ``posts`` by name, aliases
    resolved by `post`. ``risks``: the library's and the project's risk points by name. ``catalogue``: 目录.yaml,
    None where there is none. ``files``: power key → the file it is written in.
    """

    settings: Settings
    powers: Mapping[str, Power]
    posts: Mapping[str, Post]
    incompatible: tuple[Incompatible, ...]
    risks: Mapping[str, Risk]
    tables: Tables
    today: date
    catalogue: tuple[CatalogueEntry, ...] | None = None
    communities: Mapping[str, Community] = field(default_factory=dict)
    community: Community | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    has_posts: bool = True
    own_risks: frozenset[str] = frozenset()
    library_powers: frozenset[str] = frozenset()

    def post(self, name: str) -> Post | None:
        """The post of this name or alias; None where posts.yaml doesn't know it."""
        return self.posts.get(self.post_name(name))

    def post_name(self, name: str) -> str:
        """The post's own name for a name or an alias; the name itself where it is unknown."""
        return self._aliases.get(name, name)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        return {alias: name for name, post in self.posts.items() for alias in post.aliases}

    def power_key(self, word: str) -> str | None:
        """The key of the power that a 子流程 names (by name, code or 库/name); None where the project has none."""
        word = word.removeprefix("库/")
        if word in self.powers:
            return word
        return next((key for key, power in self.powers.items() if word in (power.name, power.code)), None)

    def grade(self, risk: Risk) -> str | None:
        """高, 中 or 低 of a risk by this project's matrix; None: neither given nor computable."""
        return risk.graded(self.settings.matrix.high, self.settings.matrix.medium)

    def leader(self, risk: Risk) -> str | None:
        """Who answers for a risk: as named, else by grade from the project."""
        return risk.leader or self.settings.leaders.of(self.grade(risk))
