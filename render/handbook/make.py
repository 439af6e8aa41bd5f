"""The book as PDF and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from render.handbook.book import Book, Entry
from render.handbook.fill import PICTURED

TEMPLATE = Path(__file__).with_name("handbook.typ")


def other_paper(paper: str) -> str:
    """Why there is no handbook on ``paper``, in Chinese; empty for A5."""
    return "" if paper.strip().upper() == "A5" else f"手册只做 A5，不做“{paper}”。改 powermodel.yaml 的“纸张”"


def undrawn(book: Book) -> str:
    """What to say, in Chinese, of services whose chart two pages can't hold; empty where there are none.

    A thick book has no charts at all, as its readers are told elsewhere.
    """
    names = [f"“{entry.name}”" for entry in book.entries if len(entry.steps) > 1 and not entry.charts]
    if not names or len(book.entries) > PICTURED:
        return ""
    return f"{'、'.join(names)}的流程图两页也画不下（字要看得清），手册里只列了步骤"


def handbook_pdf(book: Book, *, draft: bool = False, fonts: Iterable[Path] = ()) -> bytes:
    """The handbook as an A5 PDF (PDF/UA-1, bookmarks, page numbers); 草稿 on every page of a ``draft``.

    ``fonts``: files that have what the embedded fonts lack. Raises TypesetError, and FontError for a font.
    """
    from render.pdf import document_pdf

    return document_pdf(TEMPLATE, {"book": book, "draft": draft}, fonts)


def handbook_html(book: Book, *, draft: bool = False) -> str:
    """The handbook as one HTML file for a phone: no font, script or picture is fetched from anywhere."""
    from render.page import page

    words = {entry.id: _words(book, entry) for entry in book.entries}
    return page(TEMPLATE.with_name("handbook.html.j2"), book=book, draft=draft, words=words)


def handbook_text(book: Book) -> str:
    """Every text of the book, one after the other: what fonts must have."""
    return "\n".join(_texts(book))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _words(book: Book, entry: Entry) -> str:
    """What the search of the page looks through: names, sound and wishes of a service."""
    from render.handbook.look_up import sound

    syllables = [syllable.rstrip("012345") for syllable in sound(entry.name)]
    wishes = [shelf.head for shelf in book.wants if any(entry.id in p.entries for p in shelf.pointers)]
    parts = [entry.name, entry.code, entry.category, entry.audience, entry.result, *wishes, "".join(syllables),
             "".join(syllable[:1] for syllable in syllables)]  # fmt: skip
    return " ".join(part for part in parts if part).lower()
