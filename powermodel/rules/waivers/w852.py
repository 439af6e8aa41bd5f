"""W852: raised while waiving (review/waive.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W852",
    "豁免对不上任何问题",
    "错误",
    message="对 {rule} 的豁免对不上任何问题：{place}",
    help="问题已经改好就删掉这条豁免；位置写错就照审查结果里的“位置”抄",
)
