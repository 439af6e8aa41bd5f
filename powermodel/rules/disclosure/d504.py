"""D504: private data on the notice board."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from powermodel.finding import Finding, Path
from powermodel.model.power import Record
from powermodel.rules.registry import hit, rule
from powermodel.rules.view import View

_MASKED = r"隐去|脱敏|遮挡|遮盖|打码|末四位|后四位|不公开|不含|不公布"


@rule(
    "D504",
    "公开了个人隐私",
    message="“{where}”公开的内容里有{field}（{text}），泄露居民隐私",
    help="从公开内容里去掉；材料里有但不公开的，写在产出的“不公开”里，或写明“隐去中间几位”",
)
def private_data(view: View) -> Iterator[Finding]:
    rows = view.table("隐私字段")
    for path, where, text in _published(view):
        field = _private(text, rows)
        if field is not None:
            yield hit(path, where=where, field=field, text=text)


def _private(text: str, rows: list[Mapping[str, str]]) -> str | None:
    """The kind of private data that a text speaks of; None where it speaks of none, or of its being masked."""
    if re.search(_MASKED, text):
        return None
    for row in rows:
        if any(word in text for word in row["词"]) and not any(word in text for word in row.get("除外", ())):
            return row["字段"]
    return None


def _published(view: View) -> Iterator[tuple[Path, str, str]]:
    """Everything that is published: contents of publications, of the disclosure rows, and fields of the records shown."""
    records = [record for step in view.power.steps.values() for record in step.records]
    for node in view.flow.of_stage("公示", "公布"):
        said = node.step.publicity.content if node.step.publicity else ()
        path = (*node.path, "公示", "内容")
        for text in said:
            for item in _items(text):
                yield (*path, text), node.title, item
        shown = dict.fromkeys(
            (*node.step.records, *(r for r in records if any(r.title in text for text in said)))
        )
        for record in shown:
            for field in _open_fields(record):
                yield path, f"{node.title}·{record.title}", field
    for number, row in enumerate(view.power.disclosures, 1):
        for text in row.content:
            for item in _items(text):
                yield ("公开", str(number), "内容"), row.third or row.second or "公开目录", item


def _items(text: str) -> list[str]:
    return [item for item in re.split(r"[、，,；;和及]", text) if item]


def _open_fields(record: Record) -> list[str]:
    return [field for field in record.fields if field not in record.private]
