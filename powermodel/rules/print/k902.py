"""K902: a flow that one sheet can't hold; its words. `powermodel.rules.print.judge` finds it."""

from powermodel.rules.registry import declare

declare(
    "K902",
    "流程一张纸印不下",
    "错误",
    preset="recommended",
    variants={
        "": (
            "{paper} 印不下这个流程：{distance} 米外要看清，字至少 {readable} 毫米，分成几张也做不到",
            "{advice}也可以把流程的一段拆成子流程，或者用 --distance 写近一点的阅读距离",
        ),
        "cut": (
            "{paper} 一张印这个流程，不是字太小（{distance} 米外要看清，字至少 {readable} 毫米），就是交叉的线太多，"
            "流程分成了 {sheets} 张{all}{after}",
            "{advice}几张要并排张贴；也可以把流程的一段拆成子流程",
        ),
    },
)
