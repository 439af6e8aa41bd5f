"""F010: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F010",
    "文件太大、太深或有炸弹",
    "错误",
    variants={
        "size": ("文件有 {size} MB，超过 1 MB，没有读", "一项权力一个文件；图片、附件不要放进来"),
        "deep": ("嵌套超过 {limit} 层", "看看这里的括号和缩进；正常的流程用不到 10 层"),
        "bomb": ("引用（&、*）展开以后太大", "不要用 YAML 的 & 和 *，直接写出来"),
    },
)
