"""F015: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F015",
    "键和值粘在一起",
    "错误",
    variants={
        "glued": ("“{key}”和它的值“{value}”粘在一起，没有读成“键: 值”", "用英文冒号，后面空一格：“{key}: {value}”"),
        "blank": ("“{key}”前后有全角空格或特殊空格", "删掉这些空格，用半角空格缩进"),
        "sentence": ("整个文件被读成了一句话：{text}…", "用英文冒号加空格写“权力: 名称”，换行以后再写下一项"),
    },
)
