"""D507: nobody to call."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "D507",
    "没有举报电话",
    message="这项权力没有写监督举报电话，居民发现问题不知道打给谁",
    help="写上“监督: {{举报电话: …, 受理岗位: 居务监督委员会, 答复时限: 5天}}”；也可以在 powermodel.yaml 的“电话”里写“监督”，各项权力共用",
)
def no_complaint_phone(view: View) -> Iterator[Finding]:
    power = view.power
    guide = power.guide and power.guide.complaint_phone
    own = power.oversight and power.oversight.phone
    if not (own or guide or view.project.settings.phones.oversight):
        yield hit(("监督",))
