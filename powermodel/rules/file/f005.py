"""F005: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F005",
    "缺少必填的键",
    "错误",
    message="{where}缺少“{key}”",
    help="补上“{key}: {example}”",
    variants={
        "unknown": (
            "看不出这个文件是什么，没有读：里面没有“权力”“步骤”，也没有“风险点”“岗位”“社区”",
            "是流程就写上“权力”和“步骤”；不是本项目的文件就移到别处",
        ),
        "empty": ("文件是空的", "写上“权力: 名称”和“步骤:”；powermodel explain F005 有样子"),
    },
)
