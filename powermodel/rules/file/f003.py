"""F003: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F003",
    "同一个键写了两遍",
    "错误",
    message="“{key}”写了两遍，第一遍在第 {line} 行；这一遍没有算数",
    help="两处合成一处；两个步骤同名时给其中一个改名",
    variants={
        "both": ("“{key}”用中文和英文（{english}）各写了一遍，中文的在第 {line} 行", "只留一个"),
        "two": (
            "一个文件里写了两项权力，第一项从第 {line} 行起；第二项没有读",
            "一项权力一个文件：从这一行起移到另一个文件",
        ),
    },
)
