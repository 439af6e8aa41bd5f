"""One power as a table for the terminal: every step with what was derived, risk points, posts, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable

from powermodel.model.post import Post
from powermodel.net.clock import flat
from powermodel.net.flow import Edge, Node
from powermodel.net.timing import Together, Work, course_sum, sentence, time_in
from powermodel.project import Loaded
from powermodel.report.lines import WIDTH, grid, hanging, wrapped
from powermodel.report.text import Paint, plain
from powermodel.rules.view import RiskAt, View
from powermodel.width import columns

_GRADES = {"高": "错误", "中": "警告", "低": "提示"}


def as_table(loaded: Loaded, key: str, paint: Paint = plain) -> str:
    """The power ``key`` of a loaded project, in lines of at most 100 columns, without a line break at the end.

    Head, steps (a stage with * was derived from the title), risk points, posts, the slowest and the fastest course.
    """
    view = View(key, loaded.project.powers[key], loaded.project)
    parts = [_head(view, paint), _steps(view, paint)]
    parts += [part for part in (_risks(view, paint), _posts(view, paint)) if part]
    return "\n\n".join([*parts, _time(view, paint)])


# -- the parts --------------------------------------------------------------------------------------------------------


def _head(view: View, paint: Paint) -> str:
    power = view.power
    kind = " · ".join(word for word in (power.category, power.mode) if word)
    title = " ".join(word for word in (power.name, power.code) if word)
    clock = [
        f"从{_listed(power.clock_from)}起算" if power.clock_from else "",
        f"到{_listed(power.clock_to)}止算" if power.clock_to else "",
        "" if power.counts_publicity else "公示不计入",
        *(f"{span.start}至{span.end}合计{span.limit}" for span in power.spans),
    ]
    rows = [
        ("行使主体", power.body),
        ("服务对象", power.audience),
        ("承诺时限", power.promised),
        ("法定时限", power.statutory),
        ("怎样计时", "，".join(filter(None, clock))),
        ("全程监督", _listed(power.supervision)),
    ]
    lines = [paint(title, "文件") + (f"　{kind}" if kind else "")]
    for name, value in rows:
        if value or name.endswith("时限"):
            lines += hanging(f"  {name}  ", str(value or "没有写"))
    return "\n".join(lines)


def _steps(view: View, paint: Paint) -> str:
    numbers = {id(at.risk): n for n, at in enumerate(view.risks, 1)}
    rows = [["", "步骤", "类型", "环节", "岗位", "时限", "产出", "下一步", "风险"]]
    order = {key: str(n) for n, key in enumerate(view.flow.nodes, 1)}
    for key, node in view.flow.nodes.items():
        risks = [f"{numbers[id(at.risk)]}.{_grade(view, at)}" for at in view.risks if at.node.key == key]
        rows.append(
            [
                order[key], node.title, _kind(node), _stage(node), _owners(node), _limit(node),
                "\n".join(record.title for record in node.step.records), _next(view, node), "\n".join(risks),
            ]
        )  # fmt: skip
    lines = grid(rows, [3, 3, 3, 3, 2, 3, 2, 3, 3], paint)
    if any(_stage(node).endswith("*") for node in view.flow.nodes.values()):
        note = "* 环节没有写，是从步骤名称或“公示”推出来的；推得不对，在那一步写上“环节: …”"
        lines.append(paint(note, "淡"))
    count = sum(1 for node in view.flow.nodes.values() if not node.is_end)
    return "\n".join([paint(f"步骤（{count} 个）", "文件"), *lines])


def _risks(view: View, paint: Paint) -> str:
    if not view.risks:
        return paint("没有风险点", "淡")
    lines = [paint(f"风险点（{len(view.risks)} 个）", "文件")]
    for number, at in enumerate(view.risks, 1):
        grade = _grade(view, at)
        mark = paint(grade, _GRADES[at.grade]) if at.grade else grade
        leader = view.project.leader(at.risk)
        said = f"{at.name}（{at.node.title}" + (f"，责任领导：{leader}" if leader else "") + "）"
        first, *rest = wrapped(said, WIDTH - 7 - columns(grade))
        indent = " " * (7 + columns(grade))
        lines += [f"{number:>4}  {mark} {first}", *(indent + line for line in rest)]
        for name, measure in at.measures().items():
            by = "、".join(filter(None, (measure.kind, measure.post, measure.timing)))
            lines += hanging(f"{indent}防控：", name + (f"（{by}）" if by else ""))
    return "\n".join(lines)


def _posts(view: View, paint: Paint) -> str:
    doing: dict[str, list[str]] = {}
    for number, node in enumerate(view.flow.nodes.values(), 1):
        step = node.step
        for roles, mark in ((step.owners, ""), (step.assists, "协办"), (step.witnesses, "见证")):
            for name in roles:
                doing.setdefault(name, []).append(f"{number}{mark}")
    if not doing:
        return ""
    rows = [["岗位", "性质", "姓名", "做哪几步"]]
    rows += [[name, *_post(view.post(name)), "、".join(steps)] for name, steps in doing.items()]
    return "\n".join([paint(f"岗位（{len(doing)} 个）", "文件"), *grid(rows, [3, 2, 2, 3], paint)])


def _time(view: View, paint: Paint) -> str:
    timing = time_in(view.project, view.key, view.flow)
    lines = [paint("要多久", "文件")]
    if timing is None:
        return "\n".join(
            [*lines, "  流程从起算的步骤还走不到止算的步骤，算不出来；先用 powermodel check 查流程"]
        )
    lines += hanging("  ", sentence(timing))
    ways = [("最慢", timing.course, timing.slowest), ("最快", timing.fast_course, timing.fastest)]
    if timing.course == timing.fast_course:
        ways = [("经过", timing.course, timing.slowest)]
    for name, course, days in ways:
        lines += hanging(f"  {name}  ", _walk(course))
        lines += hanging("        ", course_sum(course, days))
    return "\n".join(lines)


# -- cells ------------------------------------------------------------------------------------------------------------


def _kind(node: Node) -> str:
    return node.kind + ("\n汇合" if node.step.join == "全部" else "")


def _stage(node: Node) -> str:
    """The stage; with * where nobody wrote it."""
    return f"{node.stage}{'' if node.step.stage else '*'}" if node.stage else ""


def _owners(node: Node) -> str:
    step = node.step
    lines = [
        *step.owners,
        *(f"协办 {name}" for name in step.assists),
        *(f"见证 {name}" for name in step.witnesses),
    ]
    return "\n".join([*lines, *([f"{step.people}人以上"] if step.people else [])])


def _limit(node: Node) -> str:
    step = node.step
    lines = [str(step.limit)] if step.limit else []
    if step.publicity and step.publicity.period:
        lines.append(
            f"公示{step.publicity.period}" if node.stage != "公布" else f"公布{step.publicity.period}"
        )
    lines += [step.recurs] if step.recurs else []
    return "\n".join(lines + ([] if step.counts else ["不计入"]))


def _next(view: View, node: Node) -> str:
    if node.is_end:
        return "办成" if node.done else "未办成"
    lines = [f"子流程 {node.step.calls}"] if node.step.calls else []
    for label, edges in view.flow.out[node.key].items():
        targets = "、".join(_target(view, edge) for edge in edges)
        together = "同时：" if len(edges) > 1 else ""
        lines.append(f"{label}→{together}{targets}" if label else f"{together}{targets}")
    return "\n".join(lines)


def _target(view: View, edge: Edge) -> str:
    times = f"最多{edge.at_most}次" if edge.at_most else ""
    back = f"（退回{times}）" if edge.back else f"（{times}）" if times else ""
    return view.flow.title(edge.target) + back


def _post(post: Post | None) -> tuple[str, str]:
    if post is None:
        return "没有登记", ""
    nature = str(post.nature) + (f" {post.duty}" if post.duty else "")
    return nature, "、".join(post.people)


def _grade(view: View, at: RiskAt) -> str:
    return view.project.settings.grade_labels.label(at.grade) if at.grade else "未定级"


def _walk(course: Iterable[Work | Together]) -> str:
    said = []
    for item in course:
        if isinstance(item, Together):
            branches = [" → ".join(_named(branch)) for branch in item.branches if branch]
            said.append(f"（{'；'.join(branches)}）" if len(branches) > 1 else branches[0])
        else:
            said += _named([item])
    return " → ".join(said)


def _named(works: Iterable[Work]) -> list[str]:
    return [w.title + (f"〔{w.outcome}〕" if w.outcome else "") for w in flat(works) if w.outcome is not None]


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
