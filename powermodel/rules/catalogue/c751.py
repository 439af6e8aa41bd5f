"""C751: the catalogue and the flows speak of different powers."""

from __future__ import annotations

from collections.abc import Iterator

from powermodel.finding import Finding
from powermodel.model.power import Power
from powermodel.model.settings import CatalogueEntry
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import ProjectView


@rule(
    "C751",
    "目录和流程对不上",
    of="project",
    variants={
        "flow": ("职权目录里有“{name}”，却没有它的流程", "画出它的流程；已经取消的权力从目录里删掉"),
        "entry": ("“{name}”有流程，职权目录里却没有它", "在 目录.yaml 里加上它；不是社区的权力就删掉流程"),
    },
)
def unmatched(view: ProjectView) -> Iterator[Finding]:
    entries = view.project.catalogue
    if entries is None:
        return
    powers = view.project.powers
    names = {power.name for power in powers.values()}
    codes = {power.code for power in powers.values() if power.code}
    for entry in entries:
        if entry.name not in names and entry.code not in codes:
            yield hit(("职权目录", entry.name), "flow", name=entry.name)
    for key, power in powers.items():
        if not any(same_entry(entry, power) for entry in entries):
            yield hit(("权力",), "entry", name=power.name, power=key)


def same_entry(entry: CatalogueEntry, power: Power) -> bool:
    """Whether an entry of the catalogue means this power, by name or by code."""
    return entry.name == power.name or (entry.code is not None and entry.code == power.code)
