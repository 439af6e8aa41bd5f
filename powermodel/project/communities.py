"""The communities of a project: read, and one of them laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from powermodel.finding import Finding, Place
from powermodel.model.base import Model
from powermodel.model.power import Power
from powermodel.model.settings import Settings
from powermodel.nearest import suggestion
from powermodel.project.files import SETTINGS, shown
from powermodel.project.posts import Posts
from powermodel.project.shelf import double
from powermodel.project.sources import Sources

if TYPE_CHECKING:
    from powermodel.model.community import Community


def load_communities(sources: Sources) -> dict[str, Community]:
    """The communities by name."""
    entries = sources.wanted("community")
    if not entries:
        return {}
    # Imported where it is needed: its thirty fields cost a cold start 10 ms.
    from powermodel.model.community import Community

    found: dict[str, Community] = {}
    for each in entries:
        made, data = sources.made(each.path, Community)
        if made is None or data is None:
            continue
        key = f"社区/{made.community}"
        if made.community in found:
            first, again = sources.place(key, ["社区"]), getattr(data.get("社区"), "place", data.place)
            sources.findings.append(double("社区", made.community, first or again, again))
            continue
        found[made.community] = made
        sources.trees[key] = data
    return found


def chosen(name: str | None, found: Mapping[str, Community], sources: Sources) -> Community | None:
    """The community that was asked for; one that is not there is F007."""
    if name is not None and name not in found:
        args = {"kind": "社区", "name": name, "near": suggestion(name, found)}
        sources.findings.append(Finding("F007", args=args, place=Place(shown(sources.root / SETTINGS))))
    return found.get(name or "")


def laid_over(settings: Settings, community: Community | None) -> Settings:
    """The settings of the project with those of a community over them, key by key; its name is the community's."""
    if community is None:
        return settings
    said = {
        key: _over(getattr(settings, key), getattr(community, key))
        for key in community.model_fields_set
        if key in Settings.model_fields
    }
    return settings.model_copy(update={"name": community.community, **said})


def _over(old: Any, new: Any) -> Any:
    """A value over another, as layers lie: mappings key by key, all else replaces."""
    if isinstance(old, Model) and isinstance(new, Model):
        said = {key: _over(getattr(old, key), getattr(new, key)) for key in new.model_fields_set}
        return old.model_copy(update=said)
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def enabled(powers: dict[str, Power], community: Community | None) -> dict[str, Power]:
    """The powers that a community has."""
    if community is None:
        return powers
    return {
        key: power
        for key, power in powers.items()
        if (community.enabled is None or {key, power.code} & set(community.enabled))
        and not {key, power.code} & set(community.disabled)
    }


def references(
    communities: Mapping[str, Community], powers: Mapping[str, Power], posts: Posts, sources: Sources
) -> Iterable[Finding]:
    """F007 for powers and posts that the communities name and nobody knows."""
    known = dict.fromkeys(word for key, power in powers.items() for word in (key, power.code) if word)
    aliases = {alias for post in posts.posts.values() for alias in post.aliases}
    for name, community in communities.items():
        key = f"社区/{name}"
        for field, words in (
            ("启用", community.enabled or ()),
            ("停用", community.disabled),
            ("修改", community.changes),
        ):
            for word in words:
                if word not in known:
                    args = {"kind": "权力", "name": word, "near": suggestion(word, known)}
                    yield Finding("F007", (field, word), args, place=sources.place(key, (field, word)))
        for word in community.bindings:
            if word not in posts.posts and word not in aliases:
                args = {"kind": "岗位", "name": word, "near": suggestion(word, posts.posts)}
                yield Finding("F007", ("绑定", word), args, place=sources.place(key, ("绑定", word)))
