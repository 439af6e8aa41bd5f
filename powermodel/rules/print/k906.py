"""K906: what a sheet had no room for; its words. `powermodel.rules.print.judge` finds it."""

from powermodel.rules.registry import declare

declare(
    "K906",
    "小纸上省去了内容",
    "提示",
    preset="recommended",
    message="{paper} 写不下全部内容（{distance} 米外要看清，字至少 {readable} 毫米），图上省去了{what}",
    help="换大一号的纸，或者用 --distance 写近一点的阅读距离；就用这张纸时，省去的内容到手册里查",
)
