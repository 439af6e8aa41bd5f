"""F017: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F017",
    "名称外面多了引号",
    "警告",
    message="名称写成了{text}，中文引号也算进了名称；这一次按“{name}”读",
    help="去掉引号，直接写：{name}",
)
