"""W857: raised when decisions are compared with what is found (review/decisions.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W857",
    "审查会的决定没有写全",
    "警告",
    message="定为“{verdict}”的决定缺少{missing}：{id}",
    help="整改要写明谁、什么期限；接受和不成立要写明谁负责、什么理由",
)
