"""O202: a post that posts.yaml doesn't know."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding, Path, Related, Severity
from powermodel.nearest import suggestion
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "O202",
    "岗位不在岗位表里",
    "错误",
    preset="correctness",
    message="岗位表里没有“{post}”{near}",
    help="名称要和 posts.yaml 里的一样；确实是新的岗位，就在 posts.yaml 的“岗位”下面加一行，写明性质",
    variants={
        "none": (
            "这个项目没有岗位表（posts.yaml），岗位名称写没写错、监督岗位是哪些，都没有核对",
            "建一个 posts.yaml，列出本社区的岗位；可以从库里的岗位表抄起",
        ),
    },
)
def unknown_post(view: View) -> Iterator[Finding]:
    project = view.project
    if not project.has_posts:
        if view.key == next(iter(project.powers)):
            yield hit((), "none", severity=Severity.INFO)
        return
    strange: dict[str, list[tuple[Path, bool]]] = {}
    for path, name, acts in _named(view):
        if name and project.post(name) is None:
            strange.setdefault(name, []).append((path, acts))
    aliases = (alias for post in project.posts.values() for alias in post.aliases)
    names = [*project.posts, *aliases] if strange else []
    for name, places in strange.items():
        places.sort(key=lambda place: not place[1])
        (path, acts), *others = places
        near = suggestion(name, names)
        if "异议" in path and not near:
            continue  # an address, not a post
        yield hit(
            path,
            post=name,
            near=near,
            severity=None if acts else Severity.WARNING,
            related=[Related("这里也写了这个岗位", other) for other, _ in others],
        )


def _named(view: View) -> Iterator[tuple[Path, str, bool]]:
    """Every post that the power names: where, which, and whether it takes part in a step."""
    power = view.power
    for node in view.flow.nodes.values():
        step = node.step
        for key, names in (("岗位", step.owners), ("协办", step.assists), ("见证", step.witnesses)):
            for name in names:
                yield (*node.path, key, name), name, True
        for name in step.publicity.objections if step.publicity else ():
            yield (*node.path, "公示", "异议", name), name, False
    for at, key, measure in view.all_measures():
        yield (*at.measure_path(key), "岗位"), measure.post or "", False
        for carrier in measure.carriers:
            yield (*at.measure_path(key), "落实步骤", "岗位"), carrier.post or "", False
    for at in view.risks:
        yield (*at.path, "责任领导"), at.risk.leader or "", False
    for name in power.supervision:
        yield ("全程监督", name), name, False
    for event in power.anytime:
        for name in event.owner:
            yield ("随时", event.event, "岗位", name), name, False
    if power.oversight and power.oversight.receiver:
        yield ("监督", "受理岗位"), power.oversight.receiver, False
