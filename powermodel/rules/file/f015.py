"""F015: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F015",
    "键和值粘在一起",
    "错误",
    variants={
        "glued": (
            "“{key}”和它的值“{value}”粘在一起，没有读成“键: 值”{more}",
            "用英文冒号，后面空一格：“{key}: {value}”",
        ),
        "blank": ("“{key}”前后有全角空格或特殊空格{more}", "删掉这些空格，缩进用半角空格"),
        "joined": (
            "这 {count} 行被连成了一句话：{text}{more}",
            "清单每项一行，前面写英文减号加一个空格：“- {first}”",
        ),
        "sentence": (
            "整个文件被读成了一句话：{text}…",
            "每行写一个“键: 值”，冒号用英文冒号，后面空一格：“权力: 名称”",
        ),
    },
)
