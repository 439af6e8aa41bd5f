"""Proposed risk points for the screen: what may go wrong at a step, what is done about it, and the line to copy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from powermodel.project import Loaded
from powermodel.project.files import shown
from powermodel.report.lines import hanging
from powermodel.report.text import Paint, plain
from powermodel.review.suggest import Bare, Proposal

_KINDS = {"高": "错误", "中": "警告", "低": "提示"}


def as_text(loaded: Loaded, key: str, bare: Sequence[Bare], paint: Paint = plain) -> str:
    """The steps of the power ``key`` that should name a risk point, each with its proposals; no line break at the end."""
    power = loaded.project.powers[key]
    title = paint(" ".join(filter(None, (power.name, power.code))), "文件")
    if not bare:
        return f"{title}：容易出问题的环节都有风险点"
    parts = [f"{title}：{len(bare)} 个步骤容易出问题，还没有风险点"]
    for each in bare:
        place = f"{shown(Path(each.place.file))} 第 {each.place.line} 行"
        lines = [f"“{each.step.title}”（{each.step.stage}）　{paint(place, '淡')}"]
        if not each.proposals:
            lines.append("  库里没有适用这个环节的，请自己写一条：写明风险、表现和防控措施")
        for proposal in each.proposals:
            lines += _proposal(loaded, proposal, paint)
        parts.append("\n".join(lines))
    parts.append("合适的，把“风险点”那一行抄到那一步下面；几条都要，就写成 [{引用: …}, {引用: …}]。")
    return "\n\n".join(parts)


def _proposal(loaded: Loaded, proposal: Proposal, paint: Paint) -> list[str]:
    risk, grade = proposal.risk, proposal.grade
    label = loaded.project.settings.grade_labels.label(grade) if grade else "未定级"
    mark = paint(label, _KINDS[grade]) if grade else label
    lines = [f"  {mark} {proposal.name}（{'，'.join(filter(None, (proposal.category, risk.code)))}）"]
    lines += hanging("     表现：", risk.signs) if risk.signs else []
    lines += hanging("     防控：", "、".join(risk.measures)) if risk.measures else []
    return [*lines, f"     风险点: [{{引用: {_scalar(proposal.name)}}}]"]


def _scalar(text: str) -> str:
    """A text as it may stand between braces in YAML."""
    return (
        text
        if re.fullmatch(r"[\w（）]+", text)
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )
