"""W851: raised while waiving (review/waive.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W851",
    "豁免没有写全",
    "错误",
    message="对 {rule} 的豁免缺少{missing}，不能算数",
    help="豁免要写明规则、位置、理由、谁批准、到哪天为止",
)
