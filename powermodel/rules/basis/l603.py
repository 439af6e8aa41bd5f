"""L603: a document number that nobody can look up."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.rules.basis.numbers import mended, well_formed
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View


@rule(
    "L603",
    "文号写得不规范",
    message="文号“{number}”写得不规范{better}",
    help="写成“机关代字〔年份〕n号”（年份用六角括号，序号不加“第”、不补零）或“…令第n号”；法、条例、办法、规定没有文号的不用写",
)
def malformed_number(view: View) -> Iterator[Finding]:
    year = view.project.today.year
    for basis in view.power.basis:
        number = basis.number
        if number and not well_formed(number, year):
            better = mended(number, year)
            yield hit(
                ("依据", basis.title, "文号"),
                number=number,
                better=f"，应当是“{better}”" if better else "",
            )
