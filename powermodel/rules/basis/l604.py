"""L604: a basis that nobody has compared with the text in force, or not for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

YEAR = timedelta(days=365)


@rule(
    "L604",
    "依据很久没有核对",
    preset="strict",
    message="“{title}”上次核对是{checked}，已经一年多了",
    help="对照现行原文再核对一遍，改“核对”日期；条款变了，跟着改流程",
    variants={
        "never": (
            "“{title}”没有核对过原文，印出来会带〔未核实〕",
            "找到现行原文，核对文号、条款，再写上“核对: 年-月”",
        ),
    },
)
def unchecked(view: View) -> Iterator[Finding]:
    for basis in view.power.basis:
        path = ("依据", basis.title)
        if not basis.verified:
            yield hit(path, "never", title=basis.title)
        elif basis.checked is not None and basis.checked.last + YEAR < view.project.today:
            yield hit((*path, "核对"), title=basis.title, checked=basis.checked)
