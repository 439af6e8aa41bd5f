"""The words of a sheet: what stands in its head and foot and on the cards of its risks. No places, no sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powermodel.model.power import Basis, Power
from powermodel.model.project import Project
from powermodel.rules.view import View
from render.layout.chart import Mark

FULL, ONE_LINE, SHORT = 0, 1, 2
"""How much a card says: everything; 表现 in one line; measures by their short names."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Card:
    """A risk for the risk column. ``measures``: (short name, what is done, post)."""

    number: int
    grade: str
    label: str
    step: str
    title: str
    risk: str
    name: str
    signs: str
    measures: tuple[tuple[str, str, str], ...]
    posts: str
    leader: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the foot: a heading and lines of (what, value, stressed)."""

    heading: str
    lines: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All words around the flow.

    ``service``: how long it takes and whom to call, a block of the foot where nothing beside the flow says it.
    ``site``: the address in the QR code, if any.
    """

    place: str
    title: str
    kind: str
    facts: tuple[str, ...]
    basis: str
    cards: tuple[Card, ...]
    service: tuple[Block, ...]
    blocks: tuple[Block, ...]
    supervision: str
    site: str


def card_marks(view: View) -> dict[str, list[Mark]]:
    """The risks of a power by step, numbered through in the order of the file."""
    marks: dict[str, list[Mark]] = {}
    for number, at in enumerate(view.risks, 1):
        label = view.project.settings.grade_labels.label(at.grade) if at.grade else ""
        marks.setdefault(at.node.key, []).append(Mark(number, at.grade or "", at.key, label))
    return marks


def content(view: View, kind: str, simple: bool = False) -> Content:
    """The words of the sheet of one power; ``kind``: what the sheet is called (权力运行流程图 …).

    ``simple``: for residents, whom tiles tell times, phones and supervision (`render.scene.service`).
    """
    power, project = view.power, view.project
    settings = project.settings
    community = project.community
    place = (community.community if community else None) or settings.name or ""
    return Content(
        place="".join(p for p in (settings.street, place) if p),
        title=power.name,
        kind=kind,
        facts=_facts(power)[:2] if simple else _facts(power),
        basis="；".join(_basis(b) for b in power.basis),
        cards=() if simple else tuple(_cards(view)),
        service=(_service(power, project),),
        blocks=(*_anytime(power), _provenance(power)),
        supervision="" if simple else "、".join(power.supervision),
        site=_site(power, project),
    )


def _facts(power: Power) -> tuple[str, ...]:
    named = (
        ("编号", power.code),
        ("类别", power.category),
        ("行使主体", power.body),
        ("行使方式", power.mode),
    )
    return tuple(f"{word} {value}" for word, value in named if value)


def _basis(basis: Basis) -> str:
    title = basis.title if basis.title.startswith("《") else f"《{basis.title}》"
    number = f"（{basis.number}）" if basis.number else ""
    return f"{title}{number}{basis.article or ''}{'' if basis.verified else '〔未核实〕'}"


def _cards(view: View) -> list[Card]:
    project = view.project
    made = []
    for number, at in enumerate(view.risks, 1):
        measures = tuple(
            (key, measure.title or key, "、".join(view.in_charge(measure)))
            for key, measure in at.risk.measures.items()
        )
        made.append(
            Card(
                number, at.grade or "", project.settings.grade_labels.label(at.grade) if at.grade else "",
                at.node.key, at.node.title, at.key, at.name, at.risk.signs or "", measures,
                "、".join(at.node.owners), project.leader(at.risk) or "",
            )
        )  # fmt: skip
    return made


def service_number(power: Power, project: Project) -> str | None:
    """The number to ask."""
    return (power.guide.phone if power.guide else None) or project.settings.phones.service


def complaint_numbers(power: Power, project: Project) -> list[str]:
    """The numbers to complain to, the nearest first."""
    phones, guide, oversight = project.settings.phones, power.guide, power.oversight
    near = (
        phones.oversight
        or (oversight.phone if oversight else None)
        or (guide.complaint_phone if guide else None)
    )
    return list(dict.fromkeys(n for n in (near, phones.discipline, phones.report) if n))


def _service(power: Power, project: Project) -> Block:
    oversight = power.oversight
    lines: list[tuple[str, str, bool]] = []
    if power.promised or power.statutory:
        promised = str(power.promised) if power.promised else ""
        statutory = f"法定时限 {power.statutory}" if power.statutory else ""
        both = f"{promised}（{statutory}）" if promised and statutory else promised or str(power.statutory)
        lines.append(("承诺时限" if promised else "法定时限", both, True))
    if service := service_number(power, project):
        lines.append(("服务电话", service, True))
    lines.append(("监督举报电话", "、".join(complaint_numbers(power, project)), True))
    if oversight and oversight.receiver:
        reply = f"，{oversight.reply}内答复" if oversight.reply else ""
        lines.append(("举报受理", f"{oversight.receiver}{reply}", False))
    lines.append(("意见箱", project.settings.suggestion_box or "＿＿＿＿＿＿＿＿＿＿", False))
    return Block("", tuple(lines))


def _anytime(power: Power) -> list[Block]:
    if not power.anytime:
        return []
    lines = []
    for entry in power.anytime:
        then = "终止办理" if entry.then == "终止" else f"转入“{entry.then}”" if entry.then else ""
        owner = f"（{'、'.join(entry.owner)}）" if entry.owner else ""
        during = f"{entry.during}，" if entry.during else ""
        lines.append((f"{during}{entry.event}", f"{then}{owner}", False))
    return [Block("随时", tuple(lines))]


def _provenance(power: Power) -> Block:
    made = power.provenance
    lines: list[tuple[str, str, bool]] = []
    if made:
        named: Mapping[str, object] = {
            "编制": made.compiled, "审核": made.reviewed, "通过会议": made.passed, "公布日期": made.date,
            "版本": made.edition,
        }  # fmt: skip
        lines += [(word, str(value), False) for word, value in named.items() if value]
    checked = [b.checked for b in power.basis if b.checked]
    if power.basis:
        unverified = sum(not b.verified for b in power.basis)
        latest = max((str(c) for c in checked), default="")
        text = latest if not unverified else f"{latest}，{unverified} 件未核实" if latest else "未核实"
        lines.append(("依据核对", text, False))
    return Block("", tuple(lines))


def _site(power: Power, project: Project) -> str:
    site = project.settings.site
    return f"{site.rstrip('/')}/p/{power.code}" if site and power.code else ""
