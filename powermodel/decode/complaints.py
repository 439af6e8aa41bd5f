"""What is said about values that no model takes, and how the data is mended so that the rest can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from powermodel.decode.keys import MODEL_NAMES, model_at, owners, shapes, to_chinese
from powermodel.decode.marks import Map, Seq, Text, copy, entry_name, locate, walk
from powermodel.finding import Finding, Path, Place
from powermodel.model.base import LAYER_KEYS, Model, describe
from powermodel.nearest import nearest, suggestion

Location = tuple[str | int, ...]
"""Where pydantic found something: keys and numbers, and what the models' validators put between."""

GUESSES = 100
"""Findings of one file up to which it is guessed what a misspelt key was meant for."""


class Complaints:
    """The findings F004, F005, F006 of one file, and what was guessed about its keys."""

    def __init__(self, model: type[Model], file: str, power: str | None) -> None:
        self.model, self.file, self.power = model, file, power
        self.data = Map()
        self.findings: list[Finding] = []
        self.guessed: set[Location] = set()
        self.refused: set[Location] = set()

    def mended(self, data: Map, errors: list[Any]) -> Map:
        """Tell the errors of one round of validation; returns data that has them no more."""
        self.data = copy(data)
        for entry in errors:
            if entry["type"] == "extra_forbidden":
                self._unknown(tuple(entry["loc"]))
        for entry in reversed(errors):
            loc = tuple(entry["loc"])
            if entry["type"] == "missing":
                self._missing(loc)
            elif entry["type"] != "extra_forbidden" and not self._several(loc):
                if loc not in self.guessed:
                    self._say(_wrong(entry, self.data, self.model, self.file, self.power))
                self.refused.add(loc)
                self._leave_out(loc)
        return self.data

    def _say(self, finding: Finding) -> None:
        if finding not in self.findings[-20:]:
            self.findings.append(finding)

    # -- keys that are not known, keys that are not there -----------------------------------------------------------

    def _unknown(self, loc: Location) -> None:
        trail = walk(self.data, loc)
        if len(trail) == 0 or trail[-1][1] != loc[-1] or not isinstance(trail[-1][0], Map):
            self._leave_out(loc)
            return
        container, name = trail[-1]
        path = _path(self.data, loc)
        inner = model_at(self.model, self.data, loc[:-1]) or self.model
        open_keys = [key for key in shapes(inner) if key not in container]
        near = _near_keys(name, inner, open_keys) if len(self.findings) <= GUESSES else []
        if inner.__name__ == "Power" and "步骤" not in container and _like_a_step(container[name]):
            self._unheaded_steps(container)
            return
        if inner.__name__ == "Step" and _like_a_step(container[name]) and not near:
            self._deep_step(container, name, path)
            return
        self._say(_unknown_key(name, inner, path, container.at.get(name, container.place), self.power))
        if near:
            container.renamed(name, near[0])
            self.guessed.add((*loc[:-1], near[0]))
        else:
            del container[name]

    def _unheaded_steps(self, power: Map) -> None:
        """Steps of a power that no line 步骤: stands over: they are put under one."""
        names = [key for key, value in power.items() if _like_a_step(value) and key not in shapes(self.model)]
        at = power.at.get(names[0], power.place)
        args = {"first": names[0], "more": f"等 {len(names)} 项" if len(names) > 1 else ""}
        self._say(Finding("F004", (names[0],), args, "no_heading", power=self.power, place=at))
        steps = Map((), at)
        for name in names:
            place = power.at.get(name, at)
            steps.put(name, power.pop(name), place)
        power.put("步骤", steps, at)

    def _deep_step(self, step: Map, name: str, path: Path) -> None:
        """A step inside another: it is moved out, behind it."""
        args = {"key": name, "step": path[1] if len(path) > 1 else ""}
        self._say(Finding("F004", path, args, "deep_step", power=self.power, place=step.at.get(name)))
        at = step.at.get(name, step.place)
        steps = self.data.get("步骤")
        value = step.pop(name)
        if isinstance(steps, Map) and name not in steps:
            steps.put(name, value, at)

    def _missing(self, loc: Location) -> None:
        name = str(loc[-1])
        container = self._container(loc)
        if container is not None and name in container:
            return
        path = _path(self.data, loc)
        if loc in self.refused:
            self._leave_out(loc[:-1])  # it was there, and it was said what was wrong with it
            return
        place = locate(self.data, path) or Place(self.file, 1, 1)
        args = {"key": name, "where": _where(path[:-1]), "example": _EXAMPLES.get(name, "…")}
        self._say(Finding("F005", path, args, power=self.power, place=place))
        if len(loc) == 1:
            self.data[name] = _STAND_INS.get(name, Text("", self.data.place))
        else:
            self._leave_out(loc[:-1])

    def _several(self, loc: Location) -> bool:
        """{到: [甲, 乙]} for [甲, 乙], several steps at once: told, and read as it was meant. Whether it was that."""
        trail = walk(self.data, loc)
        if "下一步" not in loc or not trail or trail[-1][1] != "到":
            return False
        (holder, at), (target, _) = trail[-2:]
        names = target["到"]
        if not isinstance(names, Seq) or not names or not all(isinstance(n, Text) for n in names):
            return False
        entries = [copy(target) for _ in names]
        for entry, name in zip(entries, names, strict=True):
            entry["到"] = name
        if isinstance(holder, Seq):
            holder[at : at + 1] = entries
            holder, at = trail[-3]
        else:
            holder[at] = Seq(entries, target.place)
        args = {"label": at, "count": len(names), "meant": _listed(holder[at])}
        path, place = (*_path(self.data, loc[:-2]), "到"), target.at.get("到", target.place)
        self._say(Finding("F006", path, args, "several", power=self.power, place=place))
        return True

    def _container(self, loc: Location) -> Any:
        """The mapping that the last segment of a location belongs to."""
        if len(loc) == 1:
            return self.data
        trail = walk(self.data, loc[:-1])
        return trail[-1][0][trail[-1][1]] if trail else None

    def _leave_out(self, loc: Location) -> None:
        """Take what was refused out of the data, so that the rest can be read."""
        trail = walk(self.data, loc)
        if not trail:
            for segment in loc:
                self.data.pop(str(segment), None)
            return
        container, key = trail[-1]
        if len(loc) == 1 and key in _STAND_INS:
            container[key] = _STAND_INS[key]
        elif isinstance(container, Map) and len(trail) == 2 and trail[0][1] in ("步骤", "岗位", "绑定"):
            container[key] = Map((), container.at.get(key, container.place))
        else:
            del container[key]


def _listed(targets: list[Any]) -> str:
    """Targets as YAML: a name where there is nothing else to one."""
    shown = [
        "{" + ", ".join(f"{key}: {value}" for key, value in target.items()) + "}"
        if isinstance(target, Map) and len(target) > 1
        else entry_name(target) or "…"
        for target in targets
    ]
    return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"


def _like_a_step(value: Any) -> bool:
    return isinstance(value, Map) and bool({"岗位", "下一步", "类型", "时限"} & set(value))


def _path(data: Map, loc: Location) -> Path:
    """The model path of a pydantic location: entries of lists by name, what the model added left out."""
    path: list[str] = []
    here: Any = data
    for segment in loc:
        if segment == "" or segment == "[key]":
            continue
        if isinstance(here, list):
            found = [n for n, e in enumerate(here) if entry_name(e) == segment]
            number = found[0] if found else segment if isinstance(segment, int) else -1
            if not 0 <= int(number) < len(here):
                break
            here = here[int(number)]
            path.append(entry_name(here) or str(int(number) + 1))
        elif isinstance(here, dict):
            if isinstance(segment, int):
                continue
            path.append(str(segment))
            here = here.get(segment)
        elif isinstance(segment, str) and here is None:
            path.append(segment)
    return tuple(path)


# -- words ------------------------------------------------------------------------------------------------------


def _wrong(entry: Any, data: Map, model: type[Model], file: str, power: str | None) -> Finding:
    """F006: the value at a location is not what its key wants."""
    loc: Location = tuple(entry["loc"])
    kind, context = entry["type"], entry.get("ctx") or {}
    path = _path(data, loc)
    place = locate(data, path) or Place(file, 1, 1)
    key = _field(path)
    if kind == "wrong_word":
        words, text = context["wanted"].split("|"), str(context["text"]).strip()
        meant = [word for word in words if text in _SAME.get(word, ())]
        near = f"，是不是想写“{meant[0]}”？" if meant else suggestion(text, words)
        args = {"key": key, "found": context["found"], "wanted": "、".join(words), "near": near}
        return Finding("F006", path, args, "word", power=power, place=place)
    wanted = context.get("wanted") or _WANTED.get(kind, "别的写法")
    example = context.get("example") or _EXAMPLES.get(key, "")
    if kind in ("model_type", "model_attributes_type"):
        inner = model_at(model, data, loc)
        if inner is not None:
            wanted = "一组“键: 值”，如 " + "、".join(list(shapes(inner))[:4])
            example = _EXAMPLES.get(inner.__name__, "")
        if path and path[-1] != key:
            key = f"{key} → {path[-1]}"
    found = context.get("found") or describe(entry.get("input"))
    name = key.split(" → ")[-1]
    shown = f"，例如 {name}: {example.removeprefix(f'{name}: ')}" if example else ""
    return Finding(
        "F006",
        path,
        {"key": key, "found": found, "wanted": wanted, "example": shown},
        power=power,
        place=place,
    )


_SAME = {
    "结束": ("终止", "终点", "完成", "办结", "完"), "开始": ("起点", "启动"), "判断": ("决定", "决策", "选择", "分支", "菱形"),
    "全部": ("是", "所有", "都", "等齐", "到齐"), "任一": ("否", "任何", "其一"), "相对人": ("居民", "群众", "申请人", "当事人"),
}  # fmt: skip
"""Words of the format, and what people write for them that looks like none of them."""
_SAME_KEY = {
    "时限": ("期限", "办理时限", "时间", "办理时间"), "岗位": ("负责人", "责任人", "责任岗位", "承办人", "主办"), "子流程": ("调用", "引用"),
    "下一步": ("后续", "转到", "去向"), "产出": ("留痕", "文书", "记录"), "表现": ("描述", "风险描述", "内容"),
    "防控措施": ("措施", "控制措施"), "凭证": ("留痕", "记录"),
}  # fmt: skip
"""The same for keys."""
_WANTED = {
    "tuple_type": "一个清单", "list_type": "一个清单", "dict_type": "一组“键: 值”", "string_type": "一段文字",
    "model_type": "一组“键: 值”", "bool_type": "是或否", "int_type": "整数",
}  # fmt: skip
_EXAMPLES = {
    "权力": "低保初核", "步骤": "{提出申请: {岗位: 申请家庭, 下一步: 审查}}", "岗位": "街道救助窗口", "时限": "5个工作日",
    "下一步": "审核", "文件": "最低生活保障审核确认办法", "名称": "居民身份证", "到": "提出申请", "事由": "申请人撤回申请",
    "风险点": "{优亲厚友: {表现: …, 防控措施: …}}", "社区": "示例社区", "问": "可以代办吗？", "答": "可以。",
    "Step": "{岗位: 街道救助窗口, 时限: 当场, 下一步: 审核}", "Provenance": "{编制: 社区党组织, 日期: 2026-03-12}",
    "Oversight": "{举报电话: 0700-5550102}", "Publicity": "{期限: 7天, 地点: 社区公示栏}", "Post": "{性质: 个人}",
    "Vote": "{应到: 全体党员, 到会: 三分之二以上, 通过: 应到半数以上}", "Guide": "{办理地点: 街道便民服务中心}",
    "职权目录": "[{编号: JZ-01, 名称: 低保初核}]", "视为": "审核", "星期": "周一至周五", "时段": "8:30–12:00",
}  # fmt: skip
"""Examples by key, and for values that are mappings by model."""


def _where(path: Path) -> str:
    return "“" + " → ".join(path) + "”里" if path else "文件里"


def _field(path: Path) -> str:
    known = owners()
    return next((segment for segment in reversed(path) if segment in known), path[-1] if path else "")


def _unknown_key(name: str, inner: type[Model], path: Path, place: Place, power: str | None) -> Finding:
    """F004, with the nearest key, or with where the key belongs."""
    known = list(shapes(inner))
    extra = ["来源", "修改"] if inner.__name__ == "Power" else ["插入"] if inner.__name__ == "Step" else []
    near = _near_keys(name, inner, [*known, *extra])
    where = MODEL_NAMES.get(inner.__name__, "")
    args = {
        "key": name,
        "where": where,
        "near": "，是不是想写" + "、".join(f"“{n}”" for n in near) + "？" if near else "",
        "known": "、".join(known[:8]) + "……" if near and len(known) > 8 else "、".join(known),
    }
    variant = ""
    elsewhere = [MODEL_NAMES.get(m.__name__, "") for m in owners().get(name, []) if m is not inner]
    if name == "<<":
        variant = "merge_key"
    elif (elsewhere or name in LAYER_KEYS) and not _meant(name, near):
        variant = "elsewhere"
        args["elsewhere"] = "、".join(f"“{e}”" for e in dict.fromkeys(elsewhere) if e) or "“修改”"
    return Finding("F004", path, args, variant, power=power, place=place)


def _meant(name: str, known: Sequence[str]) -> list[str]:
    """The keys that ``name`` is another word for."""
    return [key for key in known if name in _SAME_KEY.get(key, ())]


def _near_keys(name: str, inner: type[Model], known: list[str]) -> list[str]:
    """The keys like ``name``, or that it is another word for; of an English one, those whose English spelling is like it."""
    if not name.isascii():
        return _meant(name, known) or nearest(name, known)
    english = {word: key for word, key in to_chinese(inner).items() if key in known}
    word = name.lower()
    return [english[word]] if word in english else [english[n] for n in nearest(word, english)]


_STAND_INS: dict[str, Any] = {
    "权力": Text("（未命名）", Place("")), "步骤": Map(), "风险点": Map(), "社区": Text("（未命名）", Place("")),
    "职权目录": Seq(),
}  # fmt: skip
