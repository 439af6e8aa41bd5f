"""W855: raised when decisions are compared with what is found (review/decisions.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W855",
    "审查会的决定对不上任何问题",
    "警告",
    message="审查会定为“{verdict}”的问题找不到了：{id}",
    help="问题已经没有的，审查会上销号（powermodel review --close）；步骤或风险点改了名的，对着新的问题重新定一次",
    variants={
        "mended": (
            "{by}负责整改的问题已经没有了，等审查会销号：{id}",
            "下次审查会核对后销号（powermodel review --close）；若只是步骤改了名，问题会用新的位置再报",
        )
    },
)
