"""W856: raised when decisions are compared with what is found (review/decisions.py); its words."""

from powermodel.rules.registry import declare

declare(
    "W856",
    "审查会定的整改逾期了",
    "警告",
    message="{by}应在 {until} 前整改的问题还在：{id}",
    help="马上整改；确实做不完的，审查会上说明原因、重新定期限",
    variants={
        "accepted": (
            "“{verdict}”只到 {until}，已经过了，问题还在：{id}",
            "审查会上重新定：整改，或者由负责的人再次说明理由",
        )
    },
)
