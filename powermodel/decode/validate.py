"""Data to models. What a model refuses becomes a finding at its line, is left out, and the rest is read on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from powermodel.decode.marks import Map, Seq, Text, copy, entry_name, locate, walk
from powermodel.finding import Finding, Path, Place
from powermodel.model.base import Model, describe
from powermodel.nearest import suggestion

M = TypeVar("M", bound=Model)
ROUNDS = 12


def chinese(root: Map, model: type[Model], file: str) -> list[Finding]:
    """Turn the English keys of a file into Chinese ones, in place."""
    if not has_english(root):
        return []
    # The table of keys is built from all models: only files with English keys, or with errors, pay for it.
    from powermodel.decode.keys import translate

    return translate(root, model, file)


def has_english(root: Map) -> bool:
    """Whether any key of the file may be English (cheap test before `translate`)."""
    todo: list[Any] = [root]
    while todo:
        value = todo.pop()
        if isinstance(value, Map):
            if any(k.isascii() and k.replace("_", "").isalpha() for k in value):
                return True
            todo.extend(v for v in value.values() if not isinstance(v, Text))
        elif isinstance(value, Seq):
            todo.extend(v for v in value if not isinstance(v, Text))
    return False


def without_blanks(value: Any) -> Any:
    """The data without keys that have no value: a key left blank is not filled in yet."""
    if isinstance(value, Map):
        made = Map((), value.place, value.flow)
        made.at = value.at
        for key, inner in value.items():
            if not (isinstance(inner, Text) and inner == ""):
                made[key] = without_blanks(inner)
        return made
    if isinstance(value, Seq):
        return Seq((without_blanks(v) for v in value), value.place, value.flow)
    return value


def validate(
    root: Map, model: type[M], file: str, power: str | None = None
) -> tuple[M | None, Map, list[Finding]]:
    """Make a model of the data of a file.

    Returns the model (None where nothing could be saved), the data it was made of (what was refused is left out),
    and the findings F004, F005, F006. Findings carry their model path, for waivers and folding.
    """
    data = without_blanks(root)
    if model.__name__ == "Power":
        _blank_steps(root, data)
    findings: list[Finding] = []
    for _ in range(ROUNDS):
        try:
            return model.model_validate(data), data, findings
        except ValidationError as error:
            errors = error.errors(include_url=False)
        except RecursionError:
            break
        data = copy(data)
        for entry in errors:
            finding = _finding(entry, data, model, file, power)
            if finding not in findings:
                findings.append(finding)
        for entry in errors:
            _leave_out(data, entry)
    return None, data, findings


def _blank_steps(root: Map, data: Map) -> None:
    """A step without anything under it is a step all the same (an end)."""
    steps = root.get("步骤")
    if isinstance(steps, Map):
        made = Map((), steps.place, steps.flow)
        made.at = steps.at
        kept = data.get("步骤", {})
        for key in steps:
            made[key] = kept[key] if key in kept else Map((), steps.at.get(key, steps.place))
        data["步骤"] = made


def _path(data: Map, loc: tuple[str | int, ...]) -> Path:
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


def _finding(entry: Any, data: Map, model: type[Model], file: str, power: str | None) -> Finding:
    from powermodel.decode.keys import model_at, shapes

    loc: tuple[str | int, ...] = tuple(entry["loc"])
    kind, context = entry["type"], entry.get("ctx") or {}
    path = _path(data, loc)
    place = locate(data, path) or Place(file, 1, 1)
    name = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        trail = walk(data, loc)
        if trail and isinstance(trail[-1][0], Map):
            place = trail[-1][0].at.get(trail[-1][1], place)
        return _unknown_key(name, data, loc, path, place, model, power)
    if kind == "missing":
        return Finding(
            "F005", path, {"key": name, "where": _where(path[:-1]), "example": _EXAMPLES.get(name, "…")},
            power=power, place=place,
        )  # fmt: skip
    where = _field(path)
    if kind == "wrong_word":
        words = context["wanted"].split("|")
        near = suggestion(str(context["text"]), words)
        args = {"key": where, "found": context["found"], "wanted": "、".join(words), "near": near}
        return Finding("F006", path, args, "word", power=power, place=place)
    found = context.get("found") or describe(entry.get("input"))
    wanted = context.get("wanted") or _WANTED.get(kind, "别的写法")
    example = context.get("example") or _EXAMPLES.get(where, "")
    if kind == "model_type" or kind == "model_attributes_type":
        inner = model_at(model, data, loc)
        if inner is not None:
            keys = list(shapes(inner))[:4]
            wanted = "一组“键: 值”，如 " + "、".join(keys)
    args = {"key": where, "found": found, "wanted": wanted, "example": f"，例如 {where}: {example}" if example else ""}
    return Finding("F006", path, args, power=power, place=place)


_WANTED = {
    "tuple_type": "一个清单", "list_type": "一个清单", "dict_type": "一组“键: 值”", "string_type": "一段文字",
    "model_type": "一组“键: 值”", "bool_type": "是或否", "int_type": "整数",
}  # fmt: skip
_EXAMPLES = {
    "权力": "低保初核", "步骤": "{提出申请: {岗位: 申请家庭, 下一步: 审查}}", "岗位": "街道救助窗口", "时限": "5个工作日",
    "下一步": "审核", "文件": "最低生活保障审核确认办法", "名称": "居民身份证", "到": "提出申请", "事由": "申请人撤回申请",
    "风险点": "{优亲厚友: {表现: …, 防控措施: …}}", "社区": "示例社区", "问": "可以代办吗？", "答": "可以。",
}  # fmt: skip


def _where(path: Path) -> str:
    return "“" + " → ".join(path) + "”里" if path else "文件里"


def _field(path: Path) -> str:
    from powermodel.decode.keys import owners

    known = owners()
    return next((segment for segment in reversed(path) if segment in known), path[-1] if path else "")


def _unknown_key(
    name: str, data: Map, loc: tuple[str | int, ...], path: Path, place: Place, model: type[Model], power: str | None
) -> Finding:
    from powermodel.decode.keys import LAYER_KEYS, MODEL_NAMES, model_at, owners, shapes

    inner = model_at(model, data, loc[:-1]) or model
    known = list(shapes(inner))
    extra = ["来源", "修改"] if inner.__name__ == "Power" else ["插入"] if inner.__name__ == "Step" else []
    near = suggestion(name, [*known, *extra])
    where = MODEL_NAMES.get(inner.__name__, "")
    args = {"key": name, "where": where, "near": near, "known": "、".join(known[:8]) + ("……" if len(known) > 8 else "")}
    variant = ""
    elsewhere = [MODEL_NAMES.get(m.__name__, "") for m in owners().get(name, []) if m is not inner]
    if not near and (elsewhere or name in LAYER_KEYS):
        variant = "elsewhere"
        args["elsewhere"] = "、".join(f"“{e}”" for e in dict.fromkeys(elsewhere) if e) or "“修改”"
    if name in ("<<",):
        variant = "merge_key"
    return Finding("F004", path, args, variant, power=power, place=place)


def _leave_out(data: Map, entry: Mapping[str, Any]) -> None:
    """Take what was refused out of the data, so that the rest can be read."""
    loc: tuple[str | int, ...] = tuple(entry["loc"])
    if entry["type"] == "missing":
        if len(loc) == 1:
            data[str(loc[0])] = _STAND_INS.get(str(loc[0]), Text("", data.place))
            return
        loc = loc[:-1]
    trail = walk(data, loc)
    if not trail:
        for segment in loc:
            data.pop(str(segment), None)
        return
    container, key = trail[-1]
    if key not in container if isinstance(container, dict) else not 0 <= key < len(container):
        return
    if isinstance(container, Map) and len(trail) == 2 and trail[0][1] in ("步骤", "岗位", "绑定"):
        container[key] = Map((), container.at.get(key, container.place))
        return
    del container[key]


_STAND_INS: dict[str, Any] = {
    "权力": Text("（未命名）", Place("")), "步骤": Map(), "风险点": Map(), "社区": Text("（未命名）", Place("")),
    "职权目录": Seq(),
}  # fmt: skip
