"""O210: a supervising committee of the wrong people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from powermodel.finding import Finding
from powermodel.model.post import Post
from powermodel.model.project import Project
from powermodel.model.values import chinese_number
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView

COMMITTEE = "居务监督委员会"


@rule(
    "O210",
    "居务监督委员会组成不合规定",
    preset="strict",
    of="project",
    message="“{post}”组成不合规定：{wanted}{found}",
    help="按规定调整人选；当地规定不同的，改 powermodel.yaml“数据表”里的“监督委员会组成”。依据：{source}",
)
def wrongly_composed(view: ProjectView) -> Iterator[Finding]:
    project = view.project
    name = project.post_name(COMMITTEE)
    post = project.posts.get(name)
    if post is None or not post.people:
        return
    for row in project.tables["监督委员会组成"]:
        found = _breach(project, post, row)
        if found is not None:
            yield hit(
                ("岗位", name, "成员"),
                post=name,
                wanted=row["要求"],
                found=found,
                source=row.get("来源", "项目的数据表"),
            )


def _breach(project: Project, post: Post, row: Mapping[str, Any]) -> str | None:
    """What is wrong by one row of the table; None where nothing is, or the row can't be read."""
    people, check, words = post.people, row["检查"], row.get("词", ())
    if check == "人数":
        few, many = (chinese_number(row.get(key, "")) for key in ("最少", "最多"))
        fits = (few is None or few <= len(people)) and (many is None or len(people) <= many)
        return None if fits else f"，现在是{len(people)}人"
    if check == "主任":
        return None if post.chair else "，没有写主任"
    if check in ("不兼任", "主任不兼任"):
        judged = people if check == "不兼任" else (post.chair or "",)
        double = [
            f"{person}同时是{other}的人"
            for other in row.get("岗位", ())
            for person in judged
            if (held := project.post(other)) is not None and person in held.people
        ]
        return "，" + "、".join(double) if double else None
    having = [p for p in people for trait in post.traits.get(p, ()) if any(word in trait for word in words)]
    if check == "没有" and having:
        return "，" + "、".join(dict.fromkeys(having)) + "是这样的人"
    return "，成员情况里没有" if check == "要有" and post.traits and not having else None
