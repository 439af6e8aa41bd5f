"""H704: a number that cannot be dialled, hours without a time, a place that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding, Path, Severity
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_PHONE = (
    r"(?:\(?0\d{2,3}\)?[-— ]?)?[1-9]\d{6,7}(?:\s*(?:-|转|分机)\s*\d{1,6})?"  # 0700-5550101
    r"|1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|1\d{2}|1[02]\d{3}|9[56]\d{3,6}|[48]00[- ]?\d{3}[- ]?\d{4}"  # 110, 12388, 96xxx, 400
)
_BETWEEN = r"[、,，;；/]|或者|或|和"
_CLOCK = r"\d{1,2}\s*[:：点时]|全天|24\s*小时|随时"
_TIME = r"(\d{1,2})\s*(?:[:：]\s*(\d{2})|点|时)"
_SPAN = rf"{_TIME}\s*(?:[-–—~～至到]|--)+\s*(下午|晚上?)?\s*{_TIME}"
_NOWHERE = r"(?:同上|待定|另行通知|无|略|社区|街道|村里|窗口|办公室|(?:详见|另见|见).{0,8})"


@rule(
    "H704",
    "电话、地点、时间写得不对",
    variants={
        "phone": ("“{what}”写的是“{text}”，打不通：不像电话号码", "写成区号-号码，如 0700-5550101"),
        "hours": ("“办理时间”写的是“{text}”，没有几点到几点", "写成“工作日 8:30–12:00，14:30–17:30”"),
        "clock": ("“办理时间”写的“{text}”对不上钟点", "写成“8:30–12:00”，后一个时间比前一个晚"),
        "place": ("“办理地点”写的是“{text}”，不知道是哪里", "写到能找着的地方，如“望槐路6号一楼社区服务站”"),
        "missing": (
            "服务点“{point}”没有写{missing}，居民去了找不着人",
            "在 powermodel.yaml 的“服务点”里补上",
        ),
    },
)
def malformed(view: View) -> Iterator[Finding]:
    guide = view.power.guide
    for path, what, text in _phones(view):
        for number in re.split(_BETWEEN, text):
            plain = re.sub(r"[（(].*?[)）]|[^\d\-—()转分机 ]", "", number).strip()
            if not re.fullmatch(_PHONE, plain):
                yield hit(path, "phone", what=what, text=number)
    if guide is None:
        return
    if guide.hours and not re.search(_CLOCK, guide.hours):
        yield hit(("指南", "办理时间"), "hours", text=guide.hours)
    elif guide.hours and (wrong := _wrong_span(guide.hours)):
        yield hit(("指南", "办理时间"), "clock", text=wrong)
    for place in guide.places:
        if re.fullmatch(_NOWHERE, place.strip()):
            yield hit(("指南", "办理地点", place), "place", text=place)
    if view.key == next(key for key, power in view.project.powers.items() if power.guide):
        yield from _service_points(view)


def _wrong_span(text: str) -> str | None:
    """The first span of hours that no clock shows: a time that there is not, or an end before its beginning."""
    for found in re.finditer(_SPAN, text):
        hour, minute, later, end_hour, end_minute = found.groups()
        begin, end = int(hour) * 60 + int(minute or 0), int(end_hour) * 60 + int(end_minute or 0)
        end += 12 * 60 if later and int(end_hour) < 12 else 0
        if (
            max(int(minute or 0), int(end_minute or 0)) > 59
            or end > 24 * 60
            or (begin >= end and end > 8 * 60)
        ):
            return found[0]
    return None


def _service_points(view: View) -> Iterator[Finding]:
    """What the project's service points don't say; once, with the first service."""
    for point in view.project.settings.service_points:
        given = {"地址": point.address, "时间": point.hours, "电话": point.phone}
        missing = [name for name, value in given.items() if not value]
        if missing:
            text = "、".join(missing)
            yield hit(("指南",), "missing", point=point.name, missing=text, severity=Severity.INFO)


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
    if view.key == next(iter(view.project.powers)):
        phones = view.project.settings.phones
        for name, text in (("服务", phones.service), ("监督", phones.oversight), ("纪检", phones.discipline)):
            if text:
                yield ("电话", name), f"powermodel.yaml 的“电话”里的{name}", text
