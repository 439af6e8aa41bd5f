"""V652: fewer must come, or agree, than the rules of the body ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from powermodel.finding import Finding, Path
from powermodel.model.power import Vote
from powermodel.model.values import Majority, parse_majority
from powermodel.net.flow import Node
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View
from powermodel.rules.votes.deciding import decisions, rule_of


@rule(
    "V652",
    "到会或通过比例低于规定",
    message="“{step}”的{what}是{given}，{body}至少要{wanted}",
    help="改成{wanted}或者更高；当地规定不同的，改 powermodel.yaml“数据表”里的“表决规则”。依据：{source}{unsure}",
)
def too_few(view: View) -> Iterator[Finding]:
    for node, body in decisions(view):
        row, vote = rule_of(view, body), node.step.vote
        if row is not None and vote is not None:
            for path, what, given, wanted in _short(node, vote, row):
                yield hit(
                    path,
                    step=node.title,
                    what=what,
                    given=given,
                    body=row["会议"],
                    wanted=wanted,
                    source=row.get("来源", "powermodel.yaml 的数据表"),
                    unsure="" if row.get("核实", "已核实") == "已核实" else "〔未核实〕",
                )


def _short(node: Node, vote: Vote, row: Mapping[str, str]) -> Iterator[tuple[Path, str, Majority, Majority]]:
    """What of the vote is below the row: (place, what, as given, as wanted)."""
    quorum, majority = parse_majority(row["到会"]), parse_majority(row["通过"])
    if vote.quorum and quorum and _less(_share(vote.quorum), _share(quorum)):
        yield (*node.path, "表决", "到会"), "到会比例", vote.quorum, quorum
    if vote.majority and majority and quorum:
        own, its = _of_all(vote.majority, vote.quorum), _of_all(majority, quorum)
        if vote.majority.of == majority.of or not vote.majority.of:
            own, its = _share(vote.majority), _share(majority)
        if own is not None and its is not None and _less(own, its):
            yield (*node.path, "表决", "通过"), "通过比例", vote.majority, majority


Least = tuple[Fraction, bool]
"""A share, and whether more than it is needed."""


def _share(given: Majority) -> Least:
    return given.fraction, given.strict


def _less(one: Least, other: Least) -> bool:
    return one < other


def _of_all(given: Majority, quorum: Majority | None) -> Least | None:
    """The least share of all who are called that can carry a decision; None where the quorum isn't known."""
    if given.of != "到会":
        return _share(given)
    return None if quorum is None else (given.fraction * quorum.fraction, given.strict or quorum.strict)
