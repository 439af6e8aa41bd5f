"""F016: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F016",
    "一个文件里有第二份内容",
    "错误",
    message="“---”后面又开始了一份内容，没有读",
    help="一项权力一个文件：把后面的内容移到另一个文件，或删掉“---”",
)
