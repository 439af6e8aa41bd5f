"""F007: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F007",
    "引用的东西不存在",
    "错误",
    message="找不到{kind}“{name}”{near}",
    help="名称要和定义的地方一字不差（标点、空格也算）",
    variants={
        "several": (
            "“{name}”写成了一个名称，其实是{parts}几个步骤",
            "同时去办的写“下一步: [{list}]”；看情况走其中一个的，写“类型: 判断”和“下一步: {{{choice}}}”",
        ),
        "end": (
            "找不到步骤“{name}”",
            "流程到这里完了就写“结束”；要给结束起个名字，先在“步骤”里写上“{name}: {{类型: 结束}}”",
        ),
    },
)
