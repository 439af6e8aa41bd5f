"""F008: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F008",
    "名称或编号重复",
    "错误",
    message="{kind}“{name}”在 {file} 第 {line} 行已经用过",
    help="改掉其中一个；图、台账、手册都靠它对应",
)
