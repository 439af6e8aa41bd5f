"""F017: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F017",
    "名称外面多了引号",
    "警告",
    message="名称写成了{text}，中文引号也算进了名称；这一次按“{name}”读{more}",
    help="去掉引号，直接写：{name}",
    variants={
        "key": ("键写成了{text}，中文引号也算进了键；这一次按“{name}”读{more}", "去掉引号，直接写：{name}")
    },
)
