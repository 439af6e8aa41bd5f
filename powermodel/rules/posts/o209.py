"""O209: a post that residents are sent to, and nobody is there."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.post import Post
from powermodel.model.project import Project
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView


@rule(
    "O209",
    "给居民看的岗位没有姓名电话",
    of="project",
    message="“{post}”在办事指南里要给居民看，却没有{missing}",
    help="在 posts.yaml（或社区文件的“绑定”）里给这个岗位写上姓名和电话；一个单位共用电话的，写在它“所属”的岗位上",
)
def unnamed_post(view: ProjectView) -> Iterator[Finding]:
    project = view.project
    if not {"手册", "海报"} & set(project.settings.outputs) or not _bound(project):
        return
    services = [power for power in project.powers.values() if power.guide]
    owners = (owner for power in services for step in power.steps.values() for owner in step.owners)
    for name in dict.fromkeys(map(project.post_name, owners)):
        post = project.posts.get(name)
        missing = _missing(project, post) if post else []
        if missing:
            yield hit(("岗位", name), post=name, missing="、".join(missing))


def _bound(project: Project) -> bool:
    """Whether posts have people at all: the library's have none, and nothing is printed for residents from it."""
    return any(post.persons or post.phone for post in project.posts.values())


def _missing(project: Project, post: Post) -> list[str]:
    meets = post.nature == "集体" and post.duty == "决策"  # a meeting has no telephone
    if post.nature not in ("个人", "集体") or meets:
        return []
    home = project.post(post.belongs) if post.belongs else None
    phone = post.phone or (home and home.phone)
    return [
        *(["姓名"] if post.nature == "个人" and not post.people else []),
        *(["电话"] if not phone else []),
    ]
