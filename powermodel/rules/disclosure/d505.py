"""D505: what the disclosure catalogue doesn't say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_SELDOM = r"每季|每半年|半年|每年|年度|年底|每两月|每两个月"


@rule(
    "D505",
    "公开目录没有写全",
    variants={
        "": (
            "这项权力在公开目录里一行也没有，居民不知道能看到什么",
            "写上“公开”：目录、内容、时间、形式、程序；一项权力至少一行",
        ),
        "row": ("公开目录的第{number}行没有写{missing}", "补上：公开什么、什么时候、用什么形式、按什么程序"),
        "seldom": (
            "财务公开的“{title}”{when}才公开一次，财务要按月逐笔公开",
            "把“时间”改成“每月”，重大事项随时公布",
        ),
    },
)
def incomplete_catalogue(view: View) -> Iterator[Finding]:
    rows = view.power.disclosures
    if not rows:
        yield hit(("公开",))
    for number, row in enumerate(rows, 1):
        path = ("公开", str(number))
        missing = [
            name
            for name, given in (
                ("内容", row.content),
                ("时间", row.when),
                ("形式", row.forms),
                ("程序", row.procedure),
            )
            if not given
        ]
        if missing:
            yield hit(path, "row", number=number, missing="、".join(missing))
        if row.catalogue == "财务公开" and re.search(_SELDOM, row.when or ""):
            title = row.third or row.second or row.first or "、".join(row.content)
            yield hit((*path, "时间"), "seldom", title=title, when=row.when)
