"""O203: two duties that must be apart, in one post, on one course of events."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related, Severity
from powermodel.net.constraints import one_course
from powermodel.rules.posts.apart import Pair, hands, pairs
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O203",
    "不相容的事在一个岗位手里",
    "错误",
    by_stage=True,
    preset="recommended",
    needs_sound=True,
    variants={
        "": (
            "“{post}”既{a}（{first}）又{b}（{second}），这两件事不能在一个岗位手里",
            "把其中一步交给另一个岗位",
        ),
        "协办": (
            "“{post}”在“{first}”和“{second}”里一处主办、一处协办，{a}和{b}应当分开",
            "换一个岗位协办",
        ),
        "集体": (
            "“{post}”既{a}（{first}）又{b}（{second}）；集体办的，注意具体经手的人要分开",
            "在 posts.yaml 里写明成员，经手和审核的人分开",
        ),
    },
)
def one_hand(view: View) -> Iterator[Finding]:
    seen: set[tuple[str, int, str]] = set()
    for pair in pairs(view):
        for post, variant, severity in _shared(view, pair):
            mark = (post, id(pair.why), variant)
            witness = None if mark in seen else one_course(view.net, pair.first, pair.second)
            if witness is None:
                continue
            seen.add(mark)
            a, b = pair.duties
            yield hit(
                ("步骤", pair.second, "岗位"), variant, severity=severity, witness=view.witness(witness.course),
                post=post, a=a, b=b, first=view.flow.title(pair.first), second=view.flow.title(pair.second),
                related=[Related("另一件在这一步", ("步骤", pair.first, "岗位"))],
            )  # fmt: skip


def _shared(view: View, pair: Pair) -> Iterator[tuple[str, str, Severity]]:
    if (
        pair.of_posts
    ):  # a post that does a step together with the other one is not the other one; O204 knows the people
        return
    both = hands(view, pair.first) & hands(view, pair.second)
    for post in sorted(both):
        nature = view.nature(post)
        if nature == "个人":
            yield post, "", Severity.ERROR
        elif nature == "集体":
            yield post, "集体", Severity.INFO
    helped = hands(view, pair.first, assists=True) & hands(view, pair.second, assists=True)
    for post in sorted(helped - both):
        if view.nature(post) == "个人":
            yield post, "协办", Severity.WARNING
