"""K901: type below the readable size; its words. `powermodel.rules.print.judge` finds it."""

from powermodel.rules.registry import declare

declare(
    "K901",
    "字小得看不清",
    "警告",
    preset="recommended",
    message="{paper} 上最小的字只有 {smallest} 毫米，{distance} 米外看不清（至少 {readable} 毫米）",
    help="换大一号的纸，或者用 --distance 写近一点的阅读距离；也可以把流程的一段拆成子流程",
)
