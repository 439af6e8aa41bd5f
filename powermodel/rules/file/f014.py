"""F014: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F014",
    "括号里用了中文逗号或顿号",
    "错误",
    message="清单里用“{sign}”隔开，{count} 项被当成了一项{more}",
    help="改成英文逗号：{want}；本来就是一项的话，给它加上英文双引号",
    variants={
        "pairs": ("括号里用“{sign}”隔开各项：{text}{more}", "括号里的各项之间改用英文逗号“, ”"),
        "alone": (
            "大括号里的“{text}”后面没有冒号和值，没有读{more}",
            "如果它和前面是一句话，把中间的英文逗号改成中文逗号；如果是单独的一项，补上“: …”",
        ),
    },
)
