"""The rule pages and the table of rules, as `powermodel explain` and `powermodel rules` print them."""

from __future__ import annotations

from powermodel.rules.registry import AREA_ACTORS, AREA_TITLES, Rule, catalogue

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


def documents() -> dict[str, str]:
    """docs/rules as it must stand: file name → markdown. The contents by area and by who must act, and every page."""
    made = {"README.md": _contents()}
    for code in catalogue():
        text = page(code)
        assert text is not None
        made[f"{code}.md"] = text + "\n\n[全部规则](README.md)\n"
    return made


def _contents() -> str:
    areas: dict[str, list[Rule]] = {}
    for code, rule in catalogue().items():
        areas.setdefault(code[0], []).append(rule)
    lines = [
        "# 规则目录",
        "",
        f"共 {len(catalogue())} 条。这一页和各条说明由 `powermodel rules --write docs/rules` 从规则自己的说明页生成，请不要直接改。",
        "",
        "程度：**错误**必须改，**警告**应当改或说明理由豁免，**提示**供参考。档：“基本”只查硬伤，“推荐”是默认，“从严”全查。",
        "",
        "## 谁来改",
        "",
        "| 谁 | 看哪些规则 |",
        "| --- | --- |",
    ]
    actors: dict[str, list[str]] = {}
    for area in areas:
        actors.setdefault(AREA_ACTORS[area], []).append(
            f"[{area} {AREA_TITLES[area]}](#{area.lower()}-{AREA_TITLES[area]})"
        )
    lines += [f"| {actor} | {'、'.join(places)} |" for actor, places in actors.items()]
    for area, rules in areas.items():
        lines += [
            "",
            f"## {area} {AREA_TITLES[area]}",
            "",
            "| 编号 | 名称 | 程度 | 档 |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| [{r.code}]({r.code}.md) | {r.title} | {r.severity.label} | {_PRESETS[r.preset]} |"
            for r in rules
        ]
    return "\n".join(lines) + "\n"
