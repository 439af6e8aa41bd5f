"""F016: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F016",
    "一个文件里有第二份内容",
    "错误",
    message="“{sign}”在 YAML 里表示一份内容到此为止；它后面的没有读",
    variants={
        "joined": (
            "“{sign}”在 YAML 里表示一份内容到此为止；这一次当作没有它，接着往下读了",
            "删掉这一行；要隔开就空一行，或写“# ————”",
        ),
    },
    help="一项权力一个文件：把后面的内容移到另一个文件，或删掉“{sign}”",
)
