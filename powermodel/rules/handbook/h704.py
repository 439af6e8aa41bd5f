"""H704: a number that cannot be dialled, hours without a time, a place that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Path, Severity
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_PHONE = re.compile(
    r"(?:\(?0\d{2,3}\)?[-— ]?)?[1-9]\d{6,7}(?:\s*(?:-|转|分机)\s*\d{1,6})?"  # 0700-5550101
    r"|1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|1\d{2}|1[02]\d{3}|9[56]\d{3,6}|[48]00[- ]?\d{3}[- ]?\d{4}"  # 110, 12388, 96xxx, 400
)
_BETWEEN = re.compile(r"[、,，;；/]|或者|或|和")
_CLOCK = re.compile(r"\d{1,2}\s*[:：点时]|全天|24\s*小时|随时")
_NOWHERE = re.compile(r"(?:同上|待定|另行通知|无|略|社区|街道|村里|窗口|办公室)")


@rule(
    "H704",
    "电话、地点、时间写得不对",
    variants={
        "phone": ("“{what}”写的是“{text}”，打不通：不像电话号码", "写成区号-号码，如 0700-5550101"),
        "hours": ("“办理时间”写的是“{text}”，没有几点到几点", "写成“工作日 8:30–12:00，14:30–17:30”"),
        "place": ("“办理地点”写的是“{text}”，不知道是哪里", "写到能找着的地方，如“望槐路6号一楼社区服务站”"),
        "missing": (
            "没有写{missing}，居民不知道要跑几趟、拿到什么",
            "补上；印进手册里居民看得更明白",
        ),
    },
)
def malformed(view: View) -> Iterator[Finding]:
    guide = view.power.guide
    for path, what, text in _phones(view):
        for number in _BETWEEN.split(text):
            plain = re.sub(r"[（(].*?[)）]|[^\d\-—()转分机 ]", "", number).strip()
            if not _PHONE.fullmatch(plain):
                yield hit(path, "phone", what=what, text=number)
    if guide is None:
        return
    if guide.hours and not _CLOCK.search(guide.hours):
        yield hit(("指南", "办理时间"), "hours", text=guide.hours)
    for place in guide.places:
        if _NOWHERE.fullmatch(place.strip()):
            yield hit(("指南", "办理地点", place), "place", text=place)
    missing = [name for name, given in (("到现场次数", guide.visits), ("结果", guide.result)) if not given]
    if missing:
        yield hit(("指南",), "missing", missing="、".join(missing), severity=Severity.INFO)


def _phones(view: View) -> Iterator[tuple[Path, str, str]]:
    power = view.power
    if power.guide:
        yield from (
            (("指南", name), name, text)
            for name, text in (("咨询电话", power.guide.phone), ("监督电话", power.guide.complaint_phone))
            if text
        )
    if power.oversight and power.oversight.phone:
        yield ("监督", "举报电话"), "举报电话", power.oversight.phone
