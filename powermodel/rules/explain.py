"""The rule pages and the table of rules, as `powermodel explain` and `powermodel rules` print them."""

from __future__ import annotations

from powermodel.rules.registry import AREA_TITLES, catalogue

_PRESETS = {"correctness": "基本", "recommended": "推荐", "strict": "从严"}


def page(code: str) -> str | None:
    """The page of a rule as markdown with its severity; None where there is no such rule."""
    rule = catalogue().get(code.upper().strip())
    if rule is None:
        return None
    text = rule.page.read_text("utf-8").rstrip("\n")
    heading, _, rest = text.partition("\n")
    state = f"程度：{rule.severity.label}　从“{_PRESETS[rule.preset]}”档（{rule.preset}）起查" + (
        "" if rule.waivable else "　不能豁免"
    )
    return f"{heading}\n\n{state}\n{rest}"


def table() -> str:
    """All rules by area: code, severity, preset, title."""
    lines: list[str] = []
    area = ""
    for code, rule in catalogue().items():
        if code[0] != area:
            area = code[0]
            lines += ["", f"{area}　{AREA_TITLES[area]}"]
        lines.append(f"  {code}  {rule.severity.label}  {_PRESETS[rule.preset]}  {rule.title}")
    return "\n".join([*lines[1:], "", f"共 {len(catalogue())} 条。powermodel explain 编号 可看详细说明。"])
