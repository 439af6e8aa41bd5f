"""K903: a character that no font has; its words. `powermodel.rules.print.judge` finds it."""

from powermodel.rules.registry import declare

declare(
    "K903",
    "字体里没有这个字",
    "警告",
    preset="recommended",
    message="字体里没有“{character}”（{code}），印成了□",
    help="在 powermodel.yaml 的“字体”里加一个有这个字的字体文件；人名、地名不要换成别的字",
)
