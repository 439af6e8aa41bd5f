"""The meeting at the terminal: one finding at a time, large; every answer is written before the next question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from powermodel.report.minutes import counts, decided, large
from powermodel.report.text import Paint, plain
from powermodel.review.meeting import ASKED, GONE, Item, Meeting
from powermodel.review.papers import PaperError

Ask = Callable[[str], str]
"""Put a question, give the answer without its line end. Raises EOFError where nobody answers any more."""
Tell = Callable[[str], None]
DAYS = 30
"""Calendar days given for mending where the meeting names no day."""
_CHOICES = {"1": "整改", "2": "接受", "3": "不成立"}
_QUESTION = "1 整改　2 接受　3 不成立　回车 跳过　？ 讲规则　q 结束 > "


class _Stop(Exception):
    """The meeting breaks off."""


def hold(meeting: Meeting, ask: Ask, tell: Tell, paint: Paint = plain) -> None:
    """Go through everything the meeting must speak about, then strike off what is gone.

    q, or the end of input, stops; what was answered until then is kept.
    """
    items = [item for item in meeting.items if item.state in ASKED]
    tell(counts(meeting, paint))
    try:
        for number, item in enumerate(items, 1):
            tell(large(meeting, item, number, len(items), paint))
            _one(meeting, item, ask, tell, paint)
        _close(meeting, ask, tell, paint)
    except (_Stop, EOFError, KeyboardInterrupt):
        tell("\n先到这里，定下的都已经记在 decisions.yaml，下次从没有定的接着来。")
    tell(counts(meeting, paint))


def _one(meeting: Meeting, item: Item, ask: Ask, tell: Tell, paint: Paint) -> None:
    while True:
        answer = _answer(ask, _QUESTION)
        if answer in ("?", "？"):
            tell(_explained(item))
        elif not answer:
            meeting.seen(item)
            return
        elif verdict := _CHOICES.get(answer, answer if answer in _CHOICES.values() else ""):
            given = _details(meeting, item, verdict, ask, tell)
            if given is None:
                tell("　　没有定，重新选。")
                continue
            made = meeting.decide(item, verdict, *given)
            tell(paint(f"　　已记下：{decided(made)}", "好"))
            return
        else:
            tell(f"　　没有“{answer}”这个选择。")


def _answer(ask: Ask, question: str) -> str:
    answer = ask(question).strip()
    if answer.lower() in ("q", "ｑ", "quit", "结束"):
        raise _Stop
    return answer.translate(str.maketrans("１２３", "123"))


def _details(meeting: Meeting, item: Item, verdict: str, ask: Ask, tell: Tell) -> tuple[str, str, str] | None:
    """Who, by when, why; None where a needed answer was left empty twice."""
    mending = verdict == "整改"
    someone = (item.entry.by if item.entry else None) or (meeting.suggested(item) if mending else "")
    by = _needed(ask, "　　谁来整改" if mending else "　　谁负责", someone)
    if by is None:
        return None
    until = _day(meeting, ask, tell, required=mending)
    reason = _answer(ask, "　　理由（可以空着）：") if mending else _needed(ask, "　　理由", "")
    return None if reason is None else (by, until, reason)


def _needed(ask: Ask, question: str, default: str) -> str | None:
    shown = f"{question}（回车就是 {default}）：" if default else f"{question}："
    for _ in range(2):
        if answer := _answer(ask, shown) or default:
            return answer
    return None


def _day(meeting: Meeting, ask: Ask, tell: Tell, *, required: bool) -> str:
    default = (meeting.today + timedelta(days=DAYS)).isoformat() if required else ""
    offer = f"回车就是 {default}" if required else "可以空着，空着就一直有效"
    while True:
        answer = _answer(ask, f"　　到哪天（{offer}）：") or default
        try:
            return meeting.day(answer) if answer else ""
        except PaperError as error:
            tell(f"　　{error}")


def _close(meeting: Meeting, ask: Ask, tell: Tell, paint: Paint) -> None:
    gone = [item for item in meeting.items if item.state == GONE and item.entry and not item.entry.closed]
    if not gone:
        return
    tell(f"\n这 {len(gone)} 个定过的问题已经没有了：")
    for item in gone:
        tell(f"  {item.power}：{item.message}\n      {paint(decided(item), '淡')}")
    if _answer(ask, "核对过了，销号吗？（回车 销号，n 先留着）> ").lower() not in ("n", "ｎ", "否", "不"):
        tell(paint(f"　　已销号 {meeting.close()} 个", "好"))


def _explained(item: Item) -> str:
    from powermodel.rules.explain import page

    return page(item.finding.code if item.finding else "") or ""
