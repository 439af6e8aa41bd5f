"""H705: the guide says one thing, the flow another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Path
from powermodel.model.guide import Guide
from powermodel.model.values import parse_duration
from powermodel.net.timing import days_text, exact_days
from powermodel.rules.registry import hit, rule
from powermodel.rules.time.sums import timing_of
from powermodel.rules.view import View

_DAYS = r"[0-9０-９]+个?(?:工作日|自然日|天|日)|[一二三四五六七八九十]+个?(?:工作日|自然日|天)"
_HOW_LONG = r"多久|多长时间|几天|多少天|办结|办好|办完|时限"
_FREE = r"不收费|免费|不收取"
_CHARGED = r"收费|缴费|交费|收取.*费|付费"
_ABOUT = r"^(?:起草|拟[定订]|制[定订]|编制|测算|核算|讨论|审[议核定]|表决|公[示布开])|(?:方案|标准|办法|公[示布开])$"
"""Steps that speak of charges and take none: 起草收费方案, not 按公示标准收取停车费."""


@rule(
    "H705",
    "办事指南和流程不一致",
    variants={
        "kind": ("指南说是即办件，流程最快也要 {total}", "改“办件类型”为承诺件，或者把流程里的时限改短"),
        "promise": ("指南说是承诺件，流程却没有承诺时限", "写上“承诺时限”，或者改“办件类型”"),
        "days": (
            "指南里说“{said}”，流程的承诺时限却是{promised}",
            "两处写成一样；时限从流程来，指南里不用再写",
        ),
        "place": ("指南的办理地点是“{place}”，受理的“{post}”却在“{there}”", "两处写成一样"),
        "fee": (
            "指南说“{fee}”，流程里却有收费的一步“{step}”",
            "不该收的把这一步去掉；该收的在指南里写明多少、凭什么收",
        ),
        "result": (
            "指南说办成得到“{result}”，流程里没有一步产出它",
            "在相应步骤的“产出”写上，或者改指南的“结果”",
        ),
    },
)
def contradicting_guide(view: View) -> Iterator[Finding]:
    guide = view.power.guide
    if guide is None:
        return
    yield from _time(view, guide)
    yield from _place(view, guide)
    charged = [
        n
        for n in view.flow.nodes.values()
        if re.search(_CHARGED, n.title) and not re.search(f"{_FREE}|{_ABOUT}", n.title)
    ]
    if guide.fee and re.search(_FREE, guide.fee) and charged:
        yield hit(("指南", "收费"), "fee", fee=guide.fee, step=charged[0].title)
    if guide.result and not _comes_about(view, guide.result.title):
        yield hit(("指南", "结果"), "result", result=guide.result.title)


def _time(view: View, guide: Guide) -> Iterator[Finding]:
    power = view.power
    if guide.kind == "即办件":
        timing = timing_of(view)
        if timing is not None and timing.fastest >= 1:
            yield hit(("指南", "办件类型"), "kind", total=days_text(timing.fastest))
    elif guide.kind == "承诺件" and power.promised is None and power.statutory is None:
        yield hit(("指南", "办件类型"), "promise")
    if power.promised is None:
        return
    limits = (power.promised, power.statutory, *(span.limit for span in power.spans))
    known = {exact_days(limit) for limit in limits}
    for path, text in _answers(guide):
        for said in re.findall(_DAYS, text) if re.search(_HOW_LONG, text) else ():
            if exact_days(parse_duration(said)) not in known:
                yield hit(path, "days", said=said, promised=power.promised)


def _answers(guide: Guide) -> Iterator[tuple[Path, str]]:
    """What the guide says in free words that may speak of time."""
    for each in guide.questions:
        yield ("指南", "常见问题", each.question), f"{each.question} {each.answer}"
    for text in guide.rights:
        yield ("指南", "权利义务", text), text
    if guide.result and guide.result.delivery:
        yield ("指南", "结果", "送达"), guide.result.delivery


def _place(view: View, guide: Guide) -> Iterator[Finding]:
    for node in view.flow.of_stage("受理"):
        for name in node.owners:
            post = view.post(name)
            there = post.place if post else None
            if there and guide.places and not any(there in place or place in there for place in guide.places):
                yield hit(
                    ("指南", "办理地点"), "place", place="、".join(guide.places), post=name, there=there
                )
                return


def _comes_about(view: View, result: str) -> bool:
    """Whether something in the flow speaks of the result: two characters in a row of it stand in some text there."""
    nodes = view.flow.nodes.values()
    texts = [view.power.name, *(n.title for n in nodes), *(r.title for n in nodes for r in n.step.records)]
    pairs = {result[i : i + 2] for i in range(len(result) - 1)}
    return any(pair in text for pair in pairs for text in texts) or len(result) < 2
