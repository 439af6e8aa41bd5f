"""`check --fix`: the mends that lose nothing, written to the files. Encoding and the punctuation of keys; never a value."""

from __future__ import annotations

from pathlib import Path

from powermodel.decode import Document, read_text
from powermodel.decode.encoding import CONVERTIBLE, decode
from powermodel.finding import Fix
from powermodel.project.files import library_root
from powermodel.review.engine import Report
from powermodel.review.papers import put_in_place


def fixed_text(document: Document, fixes: list[Fix]) -> str:
    """The text of a document with mends made, the last first; of two that overlap the first found counts."""
    text, taken = document.text, len(document.text) + 1
    for fix in sorted(set(fixes), key=lambda f: (f.start, f.end), reverse=True):
        if fix.end <= taken:
            text = text[: fix.start] + fix.text + text[fix.end :]
            taken = fix.start
    return text


def fixes_of(report: Report) -> dict[str, bytes]:
    """File → its new content, for the files of the user's own that a safe mend changes.

    A file that changed since it was read, or that would say something else afterwards, is left alone.
    """
    spans: dict[str, list[Fix]] = {}
    for finding in report.findings:
        for fix in finding.fix:
            spans.setdefault(fix.file, []).append(fix)
    made = {}
    for name, document in sorted(report.documents.items()):
        if not document.encoding or _shipped(Path(name)):
            continue
        text = fixed_text(document, spans.get(name, []))
        if text == document.text and document.encoding not in CONVERTIBLE:
            continue
        if (
            _as_read(Path(name), document)
            and read_text(text, name).root == read_text(document.text, name).root
        ):
            made[name] = text.encode("utf-8")
    return made


def _as_read(path: Path, document: Document) -> bool:
    """Whether a file is still what was read."""
    try:
        return decode(path.read_bytes()).text == document.text
    except OSError:
        return False


def _shipped(path: Path) -> bool:
    """Whether a file belongs to the library of an installed program: not the user's to change."""
    root = library_root()
    return root.name == "library" and path.resolve().is_relative_to(root.resolve())


def apply_fixes(report: Report) -> list[str]:
    """Write the mends of a report, each file whole or not at all. Returns the files. Raises PaperError."""
    made = fixes_of(report)
    for name, content in made.items():
        put_in_place(Path(name), content)
    return list(made)
