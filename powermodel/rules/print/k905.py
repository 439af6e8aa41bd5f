"""K905: a text that leaves its box or the sheet; its words. `powermodel.rules.print.judge` finds it."""

from powermodel.rules.registry import declare

declare(
    "K905",
    "文字超出框或纸边",
    "警告",
    preset="recommended",
    message="{paper} 上“{text}”超出了自己的框或纸边，印出来会缺一截",
    help="把这段文字写短一些（一个步骤名不超过二十个字），或者换大一号的纸",
)
