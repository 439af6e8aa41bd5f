"""W854: raised while waiving (review/waive.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W854",
    "这条规则不能豁免",
    "错误",
    message="{rule}（{title}）不能豁免",
    help="这类问题必须改正；删掉这条豁免",
)
