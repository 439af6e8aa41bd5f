"""H701: a guide that leaves residents standing."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.guide import Guide
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "H701",
    "办事指南缺少要素",
    message="办事指南没有写{missing}",
    help="补齐后居民才知道带什么、去哪里、多久办好；电话也可以写在 powermodel.yaml 的“电话”里",
)
def incomplete_guide(view: View) -> Iterator[Finding]:
    guide = view.power.guide
    if guide is None:
        return
    missing = [name for name, given in _elements(view, guide) if not given]
    if missing:
        yield hit(("指南",), missing="、".join(missing))


def _elements(view: View, guide: Guide) -> Iterator[tuple[str, object]]:
    """What a guide must tell, and what is told of it: in the guide, or where it comes from."""
    power, phones = view.power, view.project.settings.phones
    posts = [post for node in view.flow.of_stage("受理") for post in map(view.post, node.owners) if post]
    limits = (power.promised, power.statutory, *(step.limit for step in power.steps.values()))
    yield "受理条件", guide.conditions
    yield "申请材料", guide.materials
    yield "办理地点", guide.places or any(post.place for post in posts)
    yield "办理时间", guide.hours or any(post.hours for post in posts)
    yield "收费", guide.fee
    yield "咨询电话", guide.phone or phones.service or any(post.phone for post in posts)
    yield "监督电话", guide.complaint_phone or (power.oversight and power.oversight.phone) or phones.oversight
    yield "办理时限（流程里没有一步写了时限）", any(limit is not None for limit in limits)
