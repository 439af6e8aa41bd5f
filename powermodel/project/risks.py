"""Lay the library's risk points under the steps that refer to them (引用), and their 落实 into the measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from powermodel.decode.marks import Map, Seq, Text, copy
from powermodel.finding import Finding, Place
from powermodel.nearest import suggestion
from powermodel.project.layers import DELETE

Lookup = Callable[[str], Map | None]


def resolve_risks(root: Map, lookup: Lookup, names: Callable[[], Iterable[str]]) -> list[Finding]:
    """Complete every risk point of a power's data in place. Returns F007 for references to nothing."""
    findings: list[Finding] = []
    steps = root.get("步骤")
    if not isinstance(steps, Map):
        return findings
    for key, step in steps.items():
        if isinstance(step, Map) and "风险点" in step:
            at = step.at.get("风险点", step.place)
            step["风险点"] = _at_step(key, step["风险点"], at, lookup, names, findings)
    return findings


def _at_step(
    key: str,
    value: Any,
    at: Place,
    lookup: Lookup,
    names: Callable[[], Iterable[str]],
    findings: list[Finding],
) -> Any:
    if isinstance(value, Map) and not {"引用", "风险"} & set(value):
        entries: list[Any] = [
            _with(copy(v), "风险", Text(k, value.at.get(k, at))) if isinstance(v, Map) else v
            for k, v in value.items()
        ]
    else:
        entries = list(value) if isinstance(value, list) else [value]
    made = Seq((), at)
    for entry in entries:
        risk = Map([("引用", entry)], entry.place) if isinstance(entry, Text) and entry else entry
        if isinstance(risk, Map):
            risk = _complete(key, risk, lookup, names, findings)
        made.append(risk)
    return made


def _with(entry: Map, key: str, value: Text) -> Map:
    if key not in entry:
        entry.put(key, value, value.place)
    return entry


def _complete(
    step: str, own: Map, lookup: Lookup, names: Callable[[], Iterable[str]], findings: list[Finding]
) -> Map:
    reference = own.get("引用")
    risk = own
    if isinstance(reference, Text) and reference:
        found = lookup(str(reference))
        if found is None:
            near = suggestion(str(reference), names())
            path = ("步骤", step, "风险点", str(reference))
            findings.append(
                Finding(
                    "F007",
                    path,
                    {"kind": "风险点", "name": str(reference), "near": near},
                    place=reference.place,
                )
            )
            found = Map((), own.place)
        risk = copy(found)
        risk.place = own.place
        for key, value in own.items():
            if key == "防控措施" and isinstance(risk.get(key), Map) and isinstance(value, Map):
                _merge_measures(step, str(reference), risk[key], value, findings)
            else:
                risk.put(key, value, own.at.get(key, own.place))
        risk = _with(risk, "风险", reference)
    _carry_out(step, risk, findings)
    return risk


def _merge_measures(step: str, risk: str, base: Map, own: Map, findings: list[Finding]) -> None:
    """Lay a power's own measures over those of the library, by name; 删除 leaves out one that doesn't fit."""
    for name, value in own.items():
        old = base.get(name)
        if isinstance(value, Text) and value in DELETE:
            if old is None:
                args = {"kind": "防控措施", "name": name, "near": suggestion(name, base)}
                path = ("步骤", step, "风险点", risk, "防控措施", name)
                findings.append(Finding("F007", path, args, place=own.at.get(name, own.place)))
            base.pop(name, None)
        elif isinstance(old, Map) and isinstance(value, Map):
            for key, inner in value.items():
                old.put(key, inner, value.at.get(key, value.place))
        else:
            base.put(name, value, own.at.get(name, own.place))


def _carry_out(step: str, risk: Map, findings: list[Finding]) -> None:
    """Write 落实 {measure: step} into the measures as 落实步骤, at the place where it was typed."""
    carried = risk.get("落实")
    if not isinstance(carried, Map):
        return
    if isinstance(measures := risk.get("防控措施"), Text):
        risk["防控措施"] = measures = Seq([measures], measures.place)
    known = _measure_map(measures)
    name = str(risk.get("风险") or risk.get("引用") or "")
    for key, value in carried.items():
        at = carried.at.get(key, carried.place)
        if key in known:
            known[key].put("落实步骤", value, at)
        elif known or not risk.get("引用"):
            near = suggestion(key, known)
            path = ("步骤", step, "风险点", name, "落实", key)
            findings.append(Finding("F007", path, {"kind": "防控措施", "name": key, "near": near}, place=at))


def _measure_map(measures: Any) -> dict[str, Map]:
    """The measures by name; those that are a text alone become mappings, in place."""
    entries = measures.items() if isinstance(measures, Map) else enumerate(measures or ())
    for key, value in list(entries):
        if isinstance(value, Text):
            measures[key] = _with(Map((), value.place), "措施", value)
    if isinstance(measures, Map):
        return {k: v for k, v in measures.items() if isinstance(v, Map)}
    if isinstance(measures, list):
        return {str(m["措施"]): m for m in measures if isinstance(m, Map) and isinstance(m.get("措施"), str)}
    return {}
