"""F007: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F007",
    "引用的东西不存在",
    "错误",
    message="找不到{kind}“{name}”{near}",
    help="名称要和定义的地方一字不差（标点、空格也算）",
)
