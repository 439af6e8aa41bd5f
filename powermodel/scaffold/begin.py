"""`init` and `new`: files that a community begins with. What stands already is never touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from powermodel.nearest import suggestion
from powermodel.project import load
from powermodel.project.files import SETTINGS
from powermodel.rules.view import View
from powermodel.scaffold.library import Offer, ScaffoldError, choose, offers
from powermodel.scaffold.local import posts_named

TEMPLATES = Path(__file__).parent / "templates"
PHONES = ("服务", "监督", "纪检")
_PLAIN = re.compile(r"[\w一-鿿（）《》·、。，；？！“”—–～][\w一-鿿（）《》·、。，；？！“”—–～./ -]*")
_WORDS = re.compile(r"(?i)(true|false|yes|no|null|on|off|~)")


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written. ``kept``: files that stood already and were left as they are. ``powers``: names of the powers.

    The schemas for the editor, written beside them, are not listed.
    """

    root: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...] = ()
    powers: tuple[str, ...] = ()


def init(
    root: Path,
    *,
    name: str | None = None,
    street: str | None = None,
    county: str | None = None,
    address: str | None = None,
    phones: Mapping[str, str] | None = None,
    powers: Iterable[str] | None = None,
) -> Begun:
    """Begin a project in the folder ``root`` (made if need be) from the library, in one step.

    ``phones``: 服务, 监督, 纪检 → number. ``powers``: names, codes or categories of the library, or 全部; None: the
    usual first ones. What is not given stays blank in the files. Raises ScaffoldError for a power or a phone nobody
    knows, or where ``root`` can't be written; nothing is written then.
    """
    phones = dict(phones or {})
    for word in phones:
        if word not in PHONES:
            raise ScaffoldError(f"没有“{word}”电话这一项，可以写：{'、'.join(PHONES)}。")
    chosen = choose(None if powers is None else tuple(powers))
    facts = {"name": name, "street": street, "county": county, "address": address}
    blanks = {key: scalar(value) for key, value in facts.items()}
    numbers = {
        f"phone_{key}": scalar(phones.get(word))
        for word, key in zip(PHONES, ("service", "oversight", "discipline"), strict=True)
    }
    point = scalar(f"{name}便民服务点" if name else "社区便民服务点")
    files = {root / SETTINGS: _template("powermodel.yaml", **blanks, **numbers, point=point)}
    files |= {_flow_path(root, offer): _layer(offer, phones) for offer in chosen}
    files[root / "posts.yaml"] = _posts(chosen)
    begun = _written(root, files, tuple(offer.name for offer in chosen))
    _written(root, _schemas(root), ())
    return begun


def new(root: Path, power: str, *, category: str | None = None, blank: bool = False) -> Begun:
    """Add the power called ``power`` to the project in ``root``: from the library, or a skeleton to write in.

    A name, code or path of the library gives a file that starts from it; another name gives a skeleton in
    ``category`` (default 其他). Raises ScaffoldError where the project has the power already, where the name is close
    to one of the library (``blank`` insists on the skeleton), and where the file can't be written.
    """
    known = {o.name: o for o in offers()}
    offer = next((o for o in known.values() if power in (o.name, o.code, o.place)), None)
    loaded = load(root)
    for have in loaded.project.powers.values():
        if have.name == power or (offer and not blank and have.code == offer.code):
            raise ScaffoldError(f"项目里已经有“{have.name}”了：{loaded.project.files[have.name]}")
    if offer and not blank:
        settings = loaded.project.settings.phones
        phones = {"服务": settings.service or "", "监督": settings.oversight or ""}
        return _only(root, _flow_path(root, offer), _layer(offer, phones), offer.name)
    near = suggestion(power, known)
    if near and not blank:
        raise ScaffoldError(f"库里没有叫“{power}”的权力{near}要从空白写起，加 --blank。")
    folder = root / loaded.project.settings.folders.flows / _file_name(category or "其他")
    path = folder / f"{_file_name(power)}.yaml"
    text = _template(
        "blank.yaml", schema=_schema(path, root), name=scalar(power), category=scalar(category or "其他")
    )
    return _only(root, path, text, power)


def _only(root: Path, path: Path, text: str, power: str) -> Begun:
    begun = _written(root, {path: text}, (power,))
    if begun.kept:
        raise ScaffoldError(f"已经有这个文件了，没有动它：{begun.kept[0]}")
    return begun


# -- texts --------------------------------------------------------------------------------------------------------


def scalar(value: str | None) -> str:
    """A text as YAML reads it back unchanged, in quotes where it must be; None is blank.

    >>> scalar("槐荫苑 3 号"), scalar("A: B"), scalar(None)
    ('槐荫苑 3 号', '"A: B"', '')
    """
    if not value:
        return ""
    if _PLAIN.fullmatch(value) and not _WORDS.fullmatch(value) and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


def _template(file: str, /, **values: str) -> str:
    text = Template((TEMPLATES / f"{file}.txt").read_text("utf-8")).substitute(values)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def _schema(path: Path, root: Path, kind: str = "power") -> str:
    return "../" * (len(path.relative_to(root).parts) - 1) + f"schema/{kind}.schema.json"


def _schemas(root: Path) -> dict[Path, str]:
    """What the first line of every file points to: an editor completes and checks while one types."""
    from powermodel.model.schema import schemas

    return {
        root / "schema" / f"{kind}.schema.json": json.dumps(schema, ensure_ascii=False) + "\n"
        for kind, schema in schemas("中文").items()
    }


def _flow_path(root: Path, offer: Offer) -> Path:
    return root / "flows" / f"{offer.place}.yaml"


def _layer(offer: Offer, phones: Mapping[str, str]) -> str:
    """A flow that starts from the library's, with blanks where only the community knows."""
    power = next(iter(load(offer.path.parent, only=[offer.path]).project.powers.values()))
    service, oversight = scalar(phones.get("服务")), scalar(phones.get("监督"))
    lines = []
    if power.guide:
        lines += ["指南:", "  # 写清门牌和窗口", "  办理地点:", "  办理时间:"]
        lines += [f"  咨询电话: {service}", f"  监督电话: {oversight}"]
    lines += ["监督:", f"  举报电话: {oversight}", "制定:", "  # 通过的日期和版本，如 2026-03-12、2026.1"]
    lines += ["  日期:", "  版本:"]
    example = next((key for key, step in power.steps.items() if step.limit), next(iter(power.steps)))
    where = Path("flows", f"{offer.place}.yaml")
    return _template(
        "flow.yaml",
        schema=_schema(where, Path()),
        title=f"{offer.name}（{offer.code}）" if offer.code else offer.name,
        name=offer.name,
        example=example,
        source=scalar(f"库/{offer.place}"),
        changes="\n".join("  " + line for line in lines),
    )


def _posts(chosen: Iterable[Offer]) -> str:
    """posts.yaml with a blank for everybody the powers name: persons, bodies, then offices above with their phones."""
    chosen = tuple(chosen)
    loaded = load(chosen[0].path.parent, only=[o.path for o in chosen])
    project = loaded.project
    used = {project.post_name(n) for k, p in project.powers.items() for n in posts_named(View(k, p, project))}
    used |= {project.post_name(name) for name in _LEADERS}
    lines = [f"# yaml-language-server: $schema={_schema(Path('posts.yaml'), Path(), 'posts')}"]
    lines += ["# 岗位上是谁、电话多少。一个岗位几个人写成 [张三, 李四]；还没有定的先空着。", "岗位:"]
    for nature, head, keys in _GROUPS:
        names = [n for n, post in project.posts.items() if n in used and str(post.nature) == nature]
        lines += [f"  # {head}"] if names else []
        for name in names:
            assembly = _ASSEMBLY.search(name)
            lines += [f"  {name}:", *(f"    {key}:" for key in (keys[-1:] if assembly else keys))]
    return "\n".join(lines) + "\n"


_LEADERS = ("街道分管负责人", "社区党组织书记", "社区纪检委员")
_ASSEMBLY = re.compile(r"(大会|代表会议|居民会议)$")
_GROUPS = (
    ("个人", "社区工作人员", ("姓名", "电话")),
    ("集体", "社区里的组织", ("主任", "成员", "电话")),
    ("上级", "街道和区县的窗口、部门", ("电话",)),
)


# -- files --------------------------------------------------------------------------------------------------------


def _file_name(name: str) -> str:
    """A name that can be a file's on every system."""
    return re.sub(r"[.\s]+$", "", re.sub(r'[<>:"/\\|?*\x00-\x1f]', "", name)).strip() or "未命名"


def _written(root: Path, files: Mapping[Path, str], powers: tuple[str, ...]) -> Begun:
    """Write the files that are not there yet."""
    made, kept = [], []
    try:
        root.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                made.append(path)
            except FileExistsError:
                kept.append(path)
    except OSError as error:
        raise ScaffoldError(f"写不进去：{error.filename or root}（{error.strerror or error}）") from error
    return Begun(root, tuple(made), tuple(kept), powers)
