"""L602: a basis that is no longer in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powermodel.finding import Finding, Path, Severity
from powermodel.model.power import Basis
from powermodel.model.values import parse_day
from powermodel.rules.basis.numbers import plain_number, plain_title
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

Row = Mapping[str, str]


@rule(
    "L602",
    "依据已经失效",
    "错误",
    preset="correctness",
    message="“{name}”{status}，现在是{successor}",
    help="换成现行的文件，对照新的条款改流程，再写上“核对”日期{unsure}",
    variants={
        "said": (
            "“{name}”写着{status}，却还当作依据",
            "换成现行的文件，对照新的条款改流程，再写上“核对”日期",
        ),
    },
)
def out_of_force(view: View) -> Iterator[Finding]:
    rows: list[Row] = view.table("失效依据")
    for basis in view.power.basis:
        row = next((row for row in rows if _is_old(basis, row)), None)
        path: Path = ("依据", basis.title)
        if row is not None:
            yield _finding(path, basis.title, row)
        elif basis.status in ("已废止", "已修订"):
            severity = Severity.WARNING if basis.status == "已修订" else None
            yield hit(path, "said", name=basis.title, status=basis.status, severity=severity)
    for path, text in _mentions(view):
        row = next((row for row in rows if _speaks_of(text, row)), None) if text else None
        if row is not None:
            yield _finding(path, row.get("文号") or row["文件"], row)


def _finding(path: Path, name: str, row: Row) -> Finding:
    return hit(
        path,
        name=name,
        status=row["状态"],
        successor=row["替代"],
        unsure="" if row.get("核实") == "已核实" else "（这一条未核实，请先查原文）",
        severity=Severity.WARNING if row["状态"] == "已修订" else None,
    )


def _is_old(basis: Basis, row: Row) -> bool:
    if row.get("文号") and basis.number and plain_number(row["文号"]) == plain_number(basis.number):
        return True
    if plain_title(basis.title) != plain_title(row["文件"]) or "按文号" in row:
        return False
    if "旧版" not in row:
        return not (row.get("文号") and basis.number)
    said = f"{basis.edition or ''}{basis.number or ''}"
    if any(word in said for word in row["旧版"]) and not any(word in said for word in row["新版"]):
        return True
    since = parse_day(row.get("施行", ""))
    return (
        not basis.edition
        and basis.checked is not None
        and since is not None
        and basis.checked.last < since.last
    )


def _mentions(view: View) -> Iterator[tuple[Path, str]]:
    """Bases that are named in passing: of constraints, of disclosure rows, of the consequences of risks."""
    power = view.power
    for number, constraint in enumerate(power.constraints, 1):
        yield ("规则", str(number), "依据"), constraint.basis or ""
    for number, row in enumerate(power.disclosures, 1):
        yield ("公开", str(number), "依据"), row.basis or ""
    for at in view.risks:
        for key, text in (("后果", at.risk.consequence), ("追责", at.risk.liability)):
            yield (*at.path, key), text or ""


def _speaks_of(text: str, row: Row) -> bool:
    """Whether a text names a document that is out of force as a whole, by number or by title in 《》 or in front."""
    if "旧版" in row:
        return False
    if row.get("文号") and plain_number(row["文号"]) in plain_number(text):
        return True
    title = row["文件"]
    return "按文号" not in row and (f"《{title}》" in text or plain_title(text).startswith(title))
