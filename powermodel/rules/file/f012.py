"""F012: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F012",
    "一个文件里中文键和英文键混用",
    "提示",
    message="这个文件里既有中文键又有英文键",
    help="统一用一种，便于大家看；两种意思一样",
)
