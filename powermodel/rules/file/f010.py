"""F010: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F010",
    "文件太大、太深或有炸弹",
    "错误",
    variants={
        "size": ("文件有 {size} MB，超过 1 MB，没有读", "一项权力一个文件；图片、附件不要放进来"),
        "nodes": (
            "文件里的内容太多，读到这里已经有 {limit} 项，没有读下去",
            "一项权力一个文件；正常的流程不到一千项",
        ),
        "deep": ("从这里起嵌套超过 {limit} 层，没有读", "看看这里的括号和缩进；正常的流程用不到 10 层"),
        "bomb": ("引用（&、*）展开以后太大，没有读", "不要用 YAML 的 & 和 *，直接写出来"),
        "circle": ("引用（&、*）绕成了圈，没有读", "不要用 YAML 的 & 和 *，直接写出来"),
        "many": ("这个文件的毛病太多，只列了前 {shown} 处，还有 {count} 处", "先改好列出的，再审查一遍"),
    },
)
