"""`todo`: what only the community knows and has not said yet, by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from powermodel.decode import Map, locate
from powermodel.decode.marks import Text
from powermodel.finding import Path as ModelPath
from powermodel.finding import Place
from powermodel.project import Loaded
from powermodel.project.files import SETTINGS, shown
from powermodel.rules.view import View
from powermodel.scaffold.local import EXAMPLES, inherited, posts_named, written

FILL, CHECK = "填写", "核对"


@dataclass(frozen=True, slots=True, order=True)
class Todo:
    """One thing to do. ``kind``: 填写 (a name, phone, place, time or date is missing) or 核对 (a basis or a limit is to
    be compared with what holds here). ``line`` counts from 1; 0: the file is still to be made."""

    file: str
    line: int
    what: str
    kind: str = FILL


def todo(loaded: Loaded) -> list[Todo]:
    """Everything still to be said: first what to fill in, then what to compare, each by file and line.

    Blanks, values that the library only gives as examples, words that hold a place (待定, ××), posts of persons and
    bodies without name or phone, bases nobody compared with their text, steps that the library leaves to local rules.
    """
    found = {*_settings(loaded), *_posts(loaded), *_placeholders(loaded)}
    for key in loaded.project.powers:
        found |= {*_power(loaded, key)}
    return sorted(found, key=lambda each: (each.kind != FILL, each))


# -- powermodel.yaml ----------------------------------------------------------------------------------------------

_SETTINGS: tuple[tuple[ModelPath, str], ...] = (
    (("名称",), "社区的名称"),
    (("街道",), "街道的名称"),
    (("地址",), "社区的地址"),
    (("意见箱",), "意见箱挂在哪里"),
    (("电话", "服务"), "服务电话"),
    (("电话", "监督"), "监督电话"),
    (("电话", "纪检"), "街道纪工委的电话"),
    (("服务点",), "服务点和开门时间"),
    (("网格",), "网格和网格员"),
    (("承诺",), "服务承诺"),
    (("廉洁承诺",), "廉洁承诺"),
)
_ENTRIES = {
    "服务点": (("地址", "地址"), ("电话", "电话"), ("人员", "值班人员"), ("时间", "开门时间")),
    "网格": (("网格员", "网格员"), ("廉情监督员", "廉情监督员"), ("电话", "电话")),
}


def _settings(loaded: Loaded) -> Iterator[Todo]:
    file = shown(loaded.root / SETTINGS)
    document = loaded.documents.get(file)
    raw = document.root if document is not None else None
    if raw is None:
        yield Todo(file, 0, "还没有这个文件：社区的名称、电话、服务点、网格员写在这里")
        return
    for path, what in _SETTINGS:
        if written(raw, path) is None:
            yield Todo(file, _line(raw, path), f"{what}还空着")
    for name, keys in _ENTRIES.items():
        entries = raw.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, Map):
                yield from _entry(file, entry, name, keys)


def _entry(file: str, entry: Map, name: str, keys: tuple[tuple[str, str], ...]) -> Iterator[Todo]:
    title = entry.get("名称") or name
    for key, what in keys:
        value = entry.get(key)
        blank = not value or (key == "时间" and not all(_opening(v) for v in value))
        if blank:
            yield Todo(file, _line(entry, (key,)), f"“{title}”的{what}还空着")


def _opening(hours: object) -> bool:
    return not isinstance(hours, Map) or bool(hours.get("星期") and hours.get("时段"))


# -- posts --------------------------------------------------------------------------------------------------------


def _posts(loaded: Loaded) -> Iterator[Todo]:
    """Persons and bodies that the powers name, without a name or a phone."""
    project = loaded.project
    views = [View(key, power, project) for key, power in project.powers.items()]
    used = dict.fromkeys(project.post_name(name) for view in views for name in posts_named(view))
    file = shown(loaded.root / project.settings.folders.posts)
    document = loaded.documents.get(file)
    raw = document.root if document is not None else None
    for name in used:
        post = project.posts.get(name)
        nature = str(post.nature) if post else "个人"
        if nature not in ("个人", "集体"):
            continue
        missing = (
            [] if (post and post.people) or _assembly(name) else ["姓名" if nature == "个人" else "成员"]
        )
        missing += [] if post and post.phone else ["电话"]
        if missing:
            line = _line(raw, ("岗位", name)) if raw is not None else 0
            yield Todo(file, line, f"“{name}”的{'和'.join(missing)}还空着")


def _assembly(name: str) -> bool:
    """Meetings of everybody: nobody writes down all their names."""
    return name.endswith(("大会", "代表会议", "居民会议"))


# -- powers -------------------------------------------------------------------------------------------------------

_GUIDE: dict[ModelPath, str] = {
    ("指南", "办理地点"): "办理地点",
    ("指南", "办理时间"): "办理时间",
    ("指南", "咨询电话"): "咨询电话",
    ("指南", "监督电话"): "监督电话",
}
_ALWAYS: dict[ModelPath, str] = {
    ("监督", "举报电话"): "举报电话",
    ("制定", "日期"): "通过日期",
    ("制定", "版本"): "版本",
}
_INSTEAD = {"咨询电话": "service", "监督电话": "oversight", "举报电话": "oversight"}
"""Numbers of powermodel.yaml that stand in for a power's own."""


def _power(loaded: Loaded, key: str) -> Iterator[Todo]:
    power, tree = loaded.project.powers[key], loaded.trees.get(key)
    file = shown(Path(loaded.project.files[key]))
    document = loaded.documents.get(file)
    own = document.root if document is not None else None
    if tree is None or own is None:
        return
    phones = loaded.project.settings.phones
    for path, what in {**(_GUIDE if power.guide else {}), **_ALWAYS}.items():
        if path[1] in _INSTEAD and getattr(phones, _INSTEAD[path[1]]):
            continue
        if written(tree, path) is None:
            yield Todo(file, _line(own, ("修改", *path), path), f"“{key}”的{what}还空着")
        elif inherited(loaded, key, path):
            example = (
                "是库里的例子，印的时候空着" if path in EXAMPLES else "是库里的说法，换成本地的门牌和窗口"
            )
            yield Todo(file, _line(own, ("修改",), ()), f"“{key}”的{what}{example}")
    for basis in power.basis:
        if not basis.verified:
            place = locate(tree, ("依据", basis.title)) or Place(file, 1)
            yield Todo(place.file, place.line, f"“{key}”的依据《{basis.title}》没有同现行原文核对过", CHECK)
    for name, step in power.steps.items():
        if step.note and _OPEN.search(step.note):
            place = locate(tree, ("步骤", name, "说明")) or Place(file, 1)
            yield Todo(place.file, place.line, f"“{key}”的步骤“{name}”：{step.note}", CHECK)


_OPEN = re.compile(r"未核实|按本地规定")


# -- words that hold a place --------------------------------------------------------------------------------------

_HOLDS_A_PLACE = re.compile(r"[×✕]{2,}|[xX]{2,}(?![-\w])|某某|待定|待填|待补|待完善|_{2,}|？{2,}|\?{2,}|TODO")
_EXAMPLE_NUMBER = re.compile(r"0700-?555\d{4}")


def _placeholders(loaded: Loaded) -> Iterator[Todo]:
    """Words like 待定 and the invented numbers of the examples, in the project's own files."""
    for file, document in loaded.documents.items():
        if document.root is not None and Path(file).resolve().is_relative_to(loaded.root):
            for text in _texts(document.root):
                if _HOLDS_A_PLACE.search(text):
                    yield Todo(file, text.place.line, f"“{text[:30]}”还是占位的字")
                elif number := _EXAMPLE_NUMBER.search(text):
                    yield Todo(file, text.place.line, f"{number[0]} 是例子里虚构的号码，换成真的")


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _line(tree: Map, *paths: ModelPath) -> int:
    """The line of the first of ``paths`` whose key stands in ``tree``; else of the nearest one above, at least 1."""
    best = (0, 1)
    for path in paths:
        place, depth, here = None, 0, tree
        for segment in path:
            if not isinstance(here, Map) or segment not in here:
                break
            place, depth, here = here.at.get(segment, here.place), depth + 1, here[segment]
        if place is not None and depth > best[0]:
            best = (depth, place.line)
    return max(1, best[1])
