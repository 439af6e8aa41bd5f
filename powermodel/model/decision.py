"""What review meetings decided (decisions.yaml), and what a project began with (a baseline)."""

from typing import Annotated

from powermodel.model.base import Model, Text, Texts, choice, key, one_or_many
from powermodel.model.values import Date

VERDICTS = ("整改", "接受", "不成立")
"""To be mended by somebody until a day; left as it is on somebody's responsibility; no defect at all."""


class Decision(Model):
    """One finding that a meeting has seen. ``verdict`` None: put off. ``closed``: the day it was struck off as gone.

    ``message``: the finding's words when it was last on the table, so that minutes can name what is gone.
    """

    id: Text = key("编号", ...)
    message: Text | None = key("问题")
    first: Date | None = key("首次")
    verdict: choice(*VERDICTS) | None = key("决定")  # type: ignore[valid-type]
    by: Text | None = key("谁")
    until: Date | None = key("期限")
    reason: Text | None = key("理由")
    decided: Date | None = key("日期")
    closed: Date | None = key("销号")

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that the verdict needs and that are not there."""
        if self.verdict is None:
            return ()
        needed = (
            (("谁", self.by), ("期限", self.until))
            if self.verdict == "整改"
            else (("谁", self.by), ("理由", self.reason))
        )
        return tuple(name for name, value in needed if not value)


class DecisionFile(Model):
    """decisions.yaml."""

    entries: Annotated[tuple[Decision, ...], one_or_many] = key("问题", ())


class BaselineFile(Model):
    """A baseline: ids of the findings that were there on a day. An id that was there twice stands twice."""

    day: Date | None = key("日期")
    ids: Texts = key("问题", ())
