"""F005: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F005",
    "缺少必填的键",
    "错误",
    message="{where}缺少“{key}”",
    help="补上“{key}: {example}”",
    variants={"empty": ("文件是空的", "写上“权力: 名称”和“步骤:”；powermodel explain F005 有样子")},
)
