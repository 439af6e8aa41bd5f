"""O204: two duties that must be apart, in different posts that one person holds."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Related
from powermodel.net.constraints import one_course
from powermodel.rules.posts.apart import hands, pairs
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O204",
    "不相容的事在一个人手里",
    "错误",
    preset="recommended",
    needs_sound=True,
    message="{person}一人兼着“{one}”和“{other}”，既{a}（{first}）又{b}（{second}），这两件事不能在一个人手里",
    help="换一个人任其中一个岗位，或者把其中一步交给别人任的岗位",
)
def one_person(view: View) -> Iterator[Finding]:
    seen: set[tuple[str, frozenset[str]]] = set()
    for pair in pairs(view):
        for one in sorted(hands(view, pair.first)):
            for other in sorted(hands(view, pair.second) - {one}):
                for person in sorted(_people(view, one) & _people(view, other)):
                    mark = (person, frozenset({one, other}))
                    witness = None if mark in seen else one_course(view.net, pair.first, pair.second)
                    if witness is None:
                        continue
                    seen.add(mark)
                    a, b = pair.duties
                    yield hit(
                        ("步骤", pair.second, "岗位"), witness=view.witness(witness.course), person=person,
                        one=one, other=other, a=a, b=b,
                        first=view.flow.title(pair.first), second=view.flow.title(pair.second),
                        related=[Related("另一件在这一步", ("步骤", pair.first, "岗位"))],
                    )  # fmt: skip


def _people(view: View, post: str) -> frozenset[str]:
    found = view.project.posts.get(post)
    return frozenset(found.people) if found else frozenset()
