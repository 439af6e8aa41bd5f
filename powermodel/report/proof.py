"""A proof as text for the screen, as JSON, and as a table that a meeting signs."""

from __future__ import annotations

import json
from dataclasses import asdict

from powermodel.report.markdown import plain_text
from powermodel.report.text import Paint, plain
from powermodel.review.proof import PASSED, PROVED, Proof

_KINDS = {PROVED: "好", PASSED: "错误"}


def as_text(proof: Proof, paint: Paint = plain) -> str:
    """For the screen: one block a control."""
    lines = [paint(f"{proof.code} {proof.name}".strip(), "文件"), _verdict(proof)]
    for number, row in enumerate(proof.rows, 1):
        grade = f"〔{row.grade}〕" if row.grade else ""
        lines += [
            "",
            f"{number}. {row.step}：{row.risk}{grade}",
            f"   措施：{row.measure}（{'，'.join(x for x in (row.kind, row.timing, row.post) if x)}）",
            f"   落实：{row.control}　危害：{'、'.join(row.harms) or '—'}",
            f"   {paint(row.verdict, _KINDS.get(row.verdict, '警告'))}：{row.why}",
        ]
    return "\n".join([*lines, "", _closing(proof)]) + "\n"


def _verdict(proof: Proof) -> str:
    if proof.sound:
        return "流程可靠：每件事都能办结，不会卡住，不会重复做，不会没做完就结束。"
    return "流程还不可靠，先改好再证：" + "；".join(proof.unsound)


def _closing(proof: Proof) -> str:
    counts = dict.fromkeys(row.verdict for row in proof.rows)
    return f"{len(proof.rows)} 项措施：" + (
        "、".join(f"{v} {proof.count(v)}" for v in counts) or "没有可证的"
    )


def as_json(proof: Proof) -> str:
    """Schema powermodel.proof/1."""
    return json.dumps({"schema": "powermodel.proof/1", **asdict(proof)}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(proof: Proof) -> str:
    """A table with room for signatures."""
    lines = [
        f"# {plain_text(proof.name)}（{plain_text(proof.code)}）防控措施证明表",
        "",
        _verdict(proof),
        "",
        "| 序号 | 环节 | 风险点 | 等级 | 防控措施 | 落实步骤 | 危害在哪一步 | 结论 | 为什么 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for number, row in enumerate(proof.rows, 1):
        cells = (
            row.step,
            row.risk,
            row.grade,
            row.measure,
            row.control,
            "、".join(row.harms),
            row.verdict,
            row.why,
        )
        lines.append(f"| {number} | " + " | ".join(plain_text(c) for c in cells) + " |")
    return "\n".join(
        [*lines, "", _closing(proof), "", "审查人签字：________________　　日期：____年__月__日", ""]
    )
