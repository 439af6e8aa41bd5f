"""Layers: a power that starts from another (来源) and says what differs (修改).

Everything works on data with marks, so every value of the result still knows the file and line it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from powermodel.decode.marks import Map, Seq, Text, copy, entry_name
from powermodel.finding import Finding, Path, Place
from powermodel.nearest import suggestion

DELETE = ("删除", "delete")
_LIST_EDITS = {"增加", "去掉"}
_FREE_LISTS = {"风险点", "防控措施"}


class Layer:
    """Lays ``changes`` over the data of a power in place; what doesn't fit is F009."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def lay(self, base: Map, changes: Map) -> None:
        for key, value in changes.items():
            if key == "步骤" and isinstance(value, Map) and isinstance(base.get("步骤"), Map):
                self._steps(base["步骤"], value)
            else:
                self._value(base, key, value, changes.at.get(key, changes.place), ())

    def _value(self, base: Map, key: str, value: Any, at: Place, path: Path) -> None:
        here = (*path, key)
        old = base.get(key)
        if value in DELETE and isinstance(value, Text):
            if key not in base:
                self._absent(key, at, base, here)
            else:
                base.pop(key)
                base.at.pop(key, None)
        elif isinstance(value, Map) and value and set(value) <= _LIST_EDITS:
            base.put(key, self._list(old, value, at, here), at)
        elif isinstance(value, Map) and isinstance(old, Map) and not self._other_target(key, old, value):
            for inner, new in value.items():
                self._value(old, inner, new, value.at.get(inner, value.place), here)
        elif isinstance(value, Map) and isinstance(old, Seq) and key in _FREE_LISTS and not _is_entry(value):
            self._named(old, value, here)
        else:
            base.put(key, copy(value), at)

    @staticmethod
    def _other_target(key: str, old: Map, new: Map) -> bool:
        """Outcomes replace each other as a whole, or two sets of labels would be mixed."""
        if key != "下一步" or set(new) <= set(old):
            return False
        return ("到" in old) != ("到" in new) or not set(new) <= {
            *old,
            "退回",
            "最多",
            "程序",
            "计入时限",
            "到",
        }

    def _named(self, old: Seq, changes: Map, path: Path) -> None:
        """Change entries of a list by their names."""
        for name, value in changes.items():
            at = changes.at.get(name, changes.place)
            number = next((n for n, e in enumerate(old) if entry_name(e) == name), None)
            if number is None:
                names = [entry_name(e) or "" for e in old]
                self._say(name, at, names, (*path, name))
            elif value in DELETE:
                del old[number]
            elif isinstance(value, Map):
                if isinstance(old[number], Text):
                    old[number] = Map([("引用", old[number])], old[number].place)
                for inner, new in value.items():
                    self._value(old[number], inner, new, value.at.get(inner, at), (*path, name))

    def _list(self, old: Any, edits: Map, at: Place, path: Path) -> Seq:
        made = Seq(old if isinstance(old, list) else [] if old is None else [old], at)
        for gone in _many(edits.get("去掉")):
            number = next((n for n, e in enumerate(made) if entry_name(e) == entry_name(gone)), None)
            if number is None:
                names = [entry_name(e) or "" for e in made]
                self._say(str(entry_name(gone)), getattr(gone, "place", at), names, path)
            else:
                del made[number]
        made.extend(copy(e) for e in _many(edits.get("增加")))
        return made

    def _absent(self, key: str, at: Place, base: Iterable[str], path: Path) -> None:
        self._say(key, at, base, path)

    def _say(
        self, name: str, at: Place, names: Iterable[str], path: Path, variant: str = "", **args: Any
    ) -> None:
        near = suggestion(name, names)
        self.findings.append(Finding("F009", path, {"name": name, "near": near, **args}, variant, place=at))

    def _steps(self, steps: Map, changes: Map) -> None:
        inserted = [(k, v) for k, v in changes.items() if isinstance(v, Map) and "插入" in v]
        for key, value in changes.items():
            at, path = changes.at.get(key, changes.place), ("步骤", key)
            if isinstance(value, Map) and "插入" in value:
                continue
            if value in DELETE and isinstance(value, Text):
                self._delete(steps, key, at, path)
            elif key not in steps:
                self._say(key, at, steps, path, "step")
            elif isinstance(value, Map):
                if not isinstance(steps[key], Map):
                    steps[key] = Map((), steps.at.get(key, at))
                for inner, new in value.items():
                    self._value(steps[key], inner, new, value.at.get(inner, at), path)
            else:
                steps.put(key, copy(value), at)
        for key, value in inserted:
            self._insert(steps, key, value, changes.at.get(key, changes.place))

    def _insert(self, steps: Map, key: str, value: Map, at: Place) -> None:
        step = copy(value)
        where = step.pop("插入")
        step.at.pop("插入", None)
        path = ("步骤", key)
        if key in steps:
            self._say(key, at, (), path, "taken")
            return
        side, anchor = "", ""
        if isinstance(where, Map):
            side = next((s for s in ("之前", "之后") if s in where), "")
            anchor = str(where.get(side, "")) if isinstance(where.get(side), str) else ""
        if not anchor:
            self._say(key, getattr(where, "place", at), (), path, "where")
        elif anchor not in steps:
            self._say(anchor, where[side].place, steps, path, "anchor")
            anchor = ""
        if side == "之前" and anchor:
            for other in steps.values():
                if isinstance(other, Map) and "下一步" in other:
                    other["下一步"] = _redirected(other["下一步"], anchor, Text(key, at))
            if "下一步" not in step:
                step.put("下一步", Text(anchor, at), at)
        elif anchor and isinstance(steps[anchor], Map):
            follower = steps[anchor].pop("下一步", None)
            if follower is not None and "下一步" not in step:
                step.put("下一步", follower, at)
            steps[anchor].put("下一步", Text(key, at), at)
        _put_beside(steps, key, step, at, anchor, before=side == "之前")

    def _delete(self, steps: Map, key: str, at: Place, path: Path) -> None:
        if key not in steps:
            self._say(key, at, steps, path, "step")
            return
        follows = steps[key].get("下一步") if isinstance(steps[key], Map) else None
        target = _only_target(follows)
        led_to = any(key in _targets(s.get("下一步")) for s in steps.values() if isinstance(s, Map))
        if target is None and led_to:
            self._say(key, at, (), path, "several")
            return
        del steps[key]
        steps.at.pop(key, None)
        for other in steps.values():
            if isinstance(other, Map) and "下一步" in other and target is not None:
                other["下一步"] = _redirected(other["下一步"], key, Text(target, at))


def _is_entry(value: Map) -> bool:
    return bool({"风险", "引用", "措施"} & set(value))


def _many(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def _targets(follows: Any) -> list[str]:
    if isinstance(follows, str):
        return [str(follows)]
    if isinstance(follows, Map):
        if "到" in follows:
            return [str(follows["到"])]
        return [t for v in follows.values() for t in _targets(v)]
    if isinstance(follows, list):
        return [t for v in follows for t in _targets(v)]
    return []


def _only_target(follows: Any) -> str | None:
    targets = list(dict.fromkeys(_targets(follows)))
    return targets[0] if len(targets) == 1 else None


def _redirected(follows: Any, old: str, new: Text) -> Any:
    """The same 下一步 with every edge to ``old`` leading to ``new``."""
    if isinstance(follows, str):
        return new if follows == old else follows
    if isinstance(follows, Map):
        made = Map((), follows.place, follows.flow)
        made.at = dict(follows.at)
        for key, value in follows.items():
            single = "到" in follows
            made[key] = _redirected(value, old, new) if not single or key == "到" else value
        return made
    if isinstance(follows, Seq):
        return Seq((_redirected(v, old, new) for v in follows), follows.place, follows.flow)
    return follows


def _put_beside(steps: Map, key: str, step: Map, at: Place, anchor: str, before: bool) -> None:
    """Set a step before or after another in the order of the file; a start stays first where it must."""
    items = list(steps.items())
    steps.clear()
    for name, value in items:
        if name == anchor and before:
            steps[key] = step
        steps[name] = value
        if name == anchor and not before:
            steps[key] = step
    if key not in steps:
        steps[key] = step
    steps.at[key] = at
