"""From a project to the book: what a resident reads, in plain words. Nothing is invented; what isn't said stays None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from powermodel.model.guide import Guide, Material
from powermodel.model.post import Post
from powermodel.model.power import Basis, Power
from powermodel.model.project import Project
from powermodel.model.settings import Settings
from powermodel.rules.view import View
from powermodel.scaffold import posts_named
from render.handbook import book as b
from render.handbook.look_up import by_pinyin, by_wish
from render.handbook.picture import charts
from render.handbook.steps import step_lines
from render.handbook.times import course_sentence, limits_sentence

if TYPE_CHECKING:
    from render.layout.keep import Shelf

_ROLES = {
    "决定": "社区自己办，自己定",
    "初核": "社区先核实，上级再定",
    "协助": "社区帮您办，由街道或区县部门决定",
    "代办": "社区替您跑腿，由有关部门办理",
}
PICTURED = 40
"""A book of more services than this has no charts: the steps say the same, and every chart would cost a page."""
_ASSEMBLY = re.compile(r"(大会|代表会议|居民会议)$")
PROMISES = (
    ("首问负责", "您问到的第一个人就是责任人：自己能办的当即办，不能办的领您去找能办的人，并登记、回复。"),
    ("一次性告知", "要带什么、怎么办、多久办好，一次说清；缺的材料一次写在告知书上。"),
    ("限时办结", "在说好的时限内办完；办不完的，提前告诉您原因和新的时限。"),
    ("全程代理", "行动不便的居民，打个电话就有人上门，代收材料、代跑手续。"),
)
"""What the four usual promises mean; a project that names one without explaining it takes these words."""


def fill(project: Project, views: Mapping[str, View] | None = None, shelf: Shelf | None = None) -> b.Book:
    """The handbook of a project. ``views``: made once elsewhere, by power key; else made here.

    ``shelf``: where layouts of charts are kept.
    """
    views = views or {key: View(key, power, project) for key, power in project.powers.items()}
    settings = project.settings
    groups = tuple(_groups(project, views, shelf))
    entries = [entry for group in groups for entry in group.entries]
    return b.Book(
        community=settings.name,
        street=settings.street,
        county=settings.county,
        address=settings.address,
        summary=settings.summary,
        when=_when(project),
        site=settings.site,
        phones=_phones(settings),
        places=tuple(_place(p) for p in settings.service_points),
        grid=tuple(
            b.GridRow(g.name, g.area, _names(g.officer), _names(g.monitor), g.phone) for g in settings.grid
        ),
        promises=_promises(settings),
        groups=groups,
        others=tuple(_others(project, views)),
        **_posts(project, views),
        pledge=tuple(settings.pledge),
        wants=by_wish(entries, {e.id: project.powers[k].tags for k, e in _keyed(project, entries)}),
        letters=by_pinyin(entries),
    )


def _keyed(project: Project, entries: Iterable[b.Entry]) -> Iterator[tuple[str, b.Entry]]:
    keys = [key for name in _categories(project) for key, p in project.powers.items()
            if p.guide and (p.category or "其他") == name]  # fmt: skip
    return zip(keys, entries, strict=True)


def _categories(project: Project) -> list[str]:
    used = [power.category or "其他" for power in project.powers.values()]
    return list(dict.fromkeys([c for c in project.settings.categories if c in used] + used))


def _groups(project: Project, views: Mapping[str, View], shelf: Shelf | None) -> Iterator[b.Group]:
    number = 0
    thin = sum(1 for power in project.powers.values() if power.guide) <= PICTURED
    for name in _categories(project):
        entries = []
        for key, power in project.powers.items():
            if power.guide and (power.category or "其他") == name:
                number += 1
                drawn = charts(views[key], shelf) if thin else ()
                entries.append(_entry(f"s{number}", power, power.guide, views[key], project, drawn))
        if entries:
            yield b.Group(name, tuple(entries))


def _entry(
    id_: str, power: Power, guide: Guide, view: View, project: Project, drawn: tuple[b.Picture, ...]
) -> b.Entry:
    settings, oversight = project.settings, power.oversight
    return b.Entry(
        id=id_,
        name=power.name,
        code=power.code,
        category=power.category or "其他",
        role=_ROLES.get(str(power.mode), ""),
        audience=power.audience,
        summary=power.summary,
        fee=guide.fee,
        places=tuple(guide.places) or _of_windows(view, "place"),
        hours=guide.hours or "；".join(_of_windows(view, "hours")) or None,
        visits=guide.visits,
        kind=str(guide.kind) if guide.kind else None,
        online=guide.online,
        phone=guide.phone or "、".join(_of_windows(view, "phone")) or settings.phones.service,
        conditions=tuple(guide.conditions),
        prohibitions=tuple(guide.prohibitions),
        materials=tuple(_need(m) for m in guide.materials),
        steps=step_lines(view),
        charts=drawn,
        course=course_sentence(view),
        limits=limits_sentence(view),
        promised=str(power.promised) if power.promised else None,
        result=guide.result.title if guide.result else None,
        delivery=guide.result.delivery if guide.result else None,
        anytime=tuple(_anytime(view)),
        rights=tuple(guide.rights),
        remedy=tuple(guide.remedy),
        complaints=_complaints(power, guide, settings),
        reply=str(oversight.reply) if oversight and oversight.reply else None,
        questions=tuple((_asked(q.question), q.answer) for q in guide.questions),
        grounds=tuple(_ground(basis) for basis in power.basis),
        provenance=_provenance(power),
    )


def _of_windows(view: View, attribute: str) -> tuple[str, ...]:
    """What posts.yaml says of the posts that take applications in: their place, hours or phone."""
    posts = [view.post(owner) for node in view.flow.of_stage("受理") for owner in node.owners]
    said = (getattr(post, attribute) for post in posts if post)
    return tuple(dict.fromkeys(str(value) for value in said if value))


def _need(material: Material) -> b.Need:
    copies = material.copies
    facts = [
        material.form,
        (f"{copies} 份" if copies.isdigit() else copies) if copies else None,
        material.source,
        f"样表：{material.sample}" if material.sample else None,
    ]
    need = material.need if material.need not in (None, "必要", "必需", "必须") else None
    said = "，".join(fact for fact in facts if fact)
    return b.Need(material.title, said, need, material.shared, material.note)


def _anytime(view: View) -> Iterator[str]:
    for event in view.power.anytime:
        node = view.flow.nodes.get(event.then or "")
        what = "事情就办到这里" if event.then == "终止" else f"转到“{node.title}”" if node else event.then
        during = f"（{event.during}）" if event.during else ""
        who = f"，由{'、'.join(event.owner)}处理" if event.owner else ""
        yield f"{event.event}{during}：{what or '另行处理'}{who}。"


def _complaints(power: Power, guide: Guide, settings: Settings) -> tuple[b.Phone, ...]:
    """Whom to call when something is wrong, the nearest first; 12388 is always there."""
    oversight = power.oversight
    receiver = (oversight.receiver if oversight else None) or "社区监督电话"
    near = (oversight.phone if oversight else None) or guide.complaint_phone or settings.phones.oversight
    found = [b.Phone(receiver, near)]
    if guide.complaint_phone and guide.complaint_phone != near:
        found.append(b.Phone("监督电话", guide.complaint_phone))
    if settings.phones.discipline:
        found.append(b.Phone("街道纪工委", settings.phones.discipline))
    return (*found, b.Phone("纪检监察举报", settings.phones.report))


def _asked(question: str) -> str:
    return question if question.endswith(("？", "?")) else question + "？"


def _ground(basis: Basis) -> b.Ground:
    inner = "，".join(part for part in (basis.number, basis.edition) if part)
    title = basis.title if basis.title.startswith("《") else f"《{basis.title}》"
    return b.Ground(title + (f"（{inner}）" if inner else "") + (basis.article or ""), basis.verified)


def _provenance(power: Power) -> tuple[tuple[str, str | None], ...]:
    made = power.provenance
    if made is None:
        return (("通过", None), ("日期", None))
    rows = (("编制", made.compiled), ("审核", made.reviewed), ("通过", made.passed))
    date, edition = (str(v) if v else None for v in (made.date, made.edition))
    return (*((k, v) for k, v in rows if v), ("日期", date), *((("版本", edition),) if edition else ()))


# -- the community ------------------------------------------------------------------------------------------------


def _when(project: Project) -> str | None:
    dates = [p.provenance.date for p in project.powers.values() if p.provenance and p.provenance.date]
    if not dates:
        return None
    newest = max(dates, key=lambda day: day.last)
    return f"{newest.year} 年 {newest.month} 月"


def _phones(settings: Settings) -> tuple[b.Phone, ...]:
    phones = settings.phones
    return (
        b.Phone("服务电话", phones.service),
        b.Phone("监督电话", phones.oversight),
        b.Phone("街道纪工委", phones.discipline),
        b.Phone("纪检监察举报", phones.report),
    )


def _place(point: object) -> b.ServicePlace:
    from powermodel.model.settings import ServicePoint

    assert isinstance(point, ServicePoint)
    hours = tuple(b.Opening(h.days, tuple(h.times)) for h in point.hours)
    return b.ServicePlace(point.name, point.address, hours, _names(point.staff), point.phone)


def _promises(settings: Settings) -> tuple[b.Promise, ...]:
    known = dict(PROMISES)
    return tuple(b.Promise(c.name, c.content or known.get(c.name)) for c in settings.commitments)


def _others(project: Project, views: Mapping[str, View]) -> Iterator[b.OtherPower]:
    for name in _categories(project):
        for key, power in project.powers.items():
            if power.guide is None and (power.category or "其他") == name:
                yield b.OtherPower(
                    power.name, power.code, name, power.summary, power.body, _names(_watching(views[key])),
                    tuple(_seen(power)),
                )  # fmt: skip


def _watching(view: View) -> list[str]:
    """Posts whose duty is to supervise, wherever they take part."""
    named = [
        n
        for node in view.flow.nodes.values()
        for n in (*node.owners, *node.step.assists, *node.step.witnesses)
    ]
    return list(dict.fromkeys([*view.power.supervision, *(n for n in named if view.supervises(n))]))


def _seen(power: Power) -> Iterator[str]:
    for row in power.disclosures:
        what = "、".join(row.content) or row.third or row.second or row.first or ""
        where = "、".join(row.forms)
        facts = "，".join(fact for fact in (row.when, f"公开{row.period}" if row.period and str(row.period) != "长期" else
                                          None, where) if fact)  # fmt: skip
        if what:
            yield f"{what}（{facts}）" if facts else what


# -- posts ----------------------------------------------------------------------------------------------------------


def _posts(project: Project, views: Mapping[str, View]) -> dict[str, tuple[b.PostRow, ...]]:
    """Posts that the project's powers name, in the order of posts.yaml: bodies, persons, offices above."""
    used = {project.post_name(name) for view in views.values() for name in posts_named(view)}
    used |= {
        project.post_name(n) for n in (project.leader(r.risk) for v in views.values() for r in v.risks) if n
    }
    rows: dict[str, list[b.PostRow]] = {"bodies": [], "officers": [], "above": []}
    for name in [*(n for n in project.posts if n in used), *sorted(used - set(project.posts))]:
        post = project.posts.get(name, Post())
        kind = {"集体": "bodies", "个人": "officers", "上级": "above"}.get(str(post.nature))
        if kind:
            duties = "；".join(post.duties) or None
            people = _people(post) or ("全体成员" if _ASSEMBLY.search(name) and kind == "bodies" else None)
            rows[kind].append(b.PostRow(name, people, post.phone, duties))
    return {kind: tuple(found) for kind, found in rows.items()}


def _people(post: Post) -> str | None:
    chair = post.chair
    rest = [name for name in post.people if name != chair]
    named = ([f"{chair}（主任）"] if chair else []) + rest
    return "、".join(named) or None


def _names(names: Iterable[str]) -> str | None:
    return "、".join(names) or None
