"""W853: raised while waiving (review/waive.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W853",
    "豁免已经到期",
    "错误",
    message="对 {rule} 的豁免已在 {until} 到期，问题重新算数",
    help="整改，或者由批准人重新批准并改到期日",
)
