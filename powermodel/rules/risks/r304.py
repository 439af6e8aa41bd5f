"""R304: a countermeasure that is only talk."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.risks.talk import talk
from powermodel.rules.view import View

_HELP = "写成一个动作：谁、当着谁、做什么、留下什么，例如“两人入户，当场签字并拍照”；想不出动作就删掉它"


@rule(
    "R304",
    "防控措施是空话",
    message="“{step}”的防控措施“{measure}”只是号召，没有人做什么看得见的事",
    help=_HELP,
    variants={"entry": ("“{risk}”的防控措施“{measure}”只是号召，没有人做什么看得见的事", _HELP)},
)
def empty_talk(view: View) -> Iterator[Finding]:
    empty = talk(view).empty
    for at, key, measure in view.all_measures():
        text = measure.title or key
        if empty(text):
            entry = view.entry(at, key)
            variant = "entry" if entry else ""
            yield hit(
                at.measure_path(key), variant, step=at.node.title, risk=at.name, measure=text, entry=entry
            )
