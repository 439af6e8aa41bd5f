"""Whatever editor wrote the file, its text is read, and what is wrong with its bytes is said at the place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.decode.encoding import decode
from tests.decode.breakages import SAMPLE

WORDS = ["低保", "权力: 低保初核\n", SAMPLE, "步骤:\r\n  一: {岗位: 书记}\r\n", "a: b\n", "下一步：一\n"]


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize(
    ("codec", "variant"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("gbk", "gbk"),
        ("gb18030", "gbk"),
        ("utf-16", "utf16"),
        ("utf-16-le", "utf16"),
        ("utf-16-be", "utf16"),
    ],
)
def test_text_is_read_in_every_encoding_of_windows(text: str, codec: str, variant: str) -> None:
    if text == "低保" and codec in ("utf-16-le", "utf-16-be", "gbk", "gb18030"):
        pytest.skip("four bytes could be anything")
    if text.isascii() and codec in ("gbk", "gb18030"):
        variant = ""
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.variant) == (text, variant)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_the_sample_with_one_broken_byte_is_still_read(codec: str) -> None:
    data = SAMPLE.encode(codec)
    at = len(data) // 2
    while not 0xB0 <= data[at] <= 0xF7:
        at += 1
    decoded = decode(data[:at] + b"\xff" + data[at + 1 :])
    assert decoded.text is not None
    assert decoded.variant in ("broken", "gbk_broken", "utf16", "utf16_broken")
    same = sum(a == b for a, b in zip(decoded.text, SAMPLE, strict=False))
    assert same > len(SAMPLE) * 0.45


def test_a_file_cut_in_the_middle_of_a_character() -> None:
    decoded = decode("权力: 低保\n概要: 初核".encode()[:-1])
    assert (decoded.variant, decoded.line, decoded.column) == ("cut", 2, 6)


def test_a_zero_in_good_text_is_found_at_its_place() -> None:
    decoded = decode("权力: 低保\n概要: 初\0核\n步骤: 略\n".encode())
    assert (decoded.variant, decoded.line, decoded.column) == ("nul", 2, 6)
    assert decoded.text == "权力: 低保\n概要: 初 核\n步骤: 略\n"


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PK\x03\x04", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"{\\rtf1", "RTF"),
        (b"\n<HTML>", "网页"),
        (bytes(range(256)) * 4, "二进制"),
    ],
)
def test_other_formats_are_named(head: bytes, what: str) -> None:
    decoded = decode(head)
    assert decoded.text is None
    assert what in decoded.what


@given(st.binary(max_size=300))
def test_any_bytes_at_all(data: bytes) -> None:
    """Never an exception; a place lies in the text; without a complaint nothing is lost."""
    decoded = decode(data)
    if decoded.text is not None and not decoded.variant:
        assert decoded.text.encode() == data.removeprefix(b"\xef\xbb\xbf")
    if decoded.line:
        assert decoded.text is not None
        assert decoded.line <= decoded.text.count("\n") + decoded.text.count("\r") + 1 + sum(
            map(decoded.text.count, "\x85\u2028\u2029")
        )


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
        | st.sampled_from(list("：，。 :-\n{}[]abc")),
        min_size=12,
    )
)
def test_gbk_text_is_never_taken_for_utf8(text: str) -> None:
    """Chinese text saved as GBK is read as it was typed."""
    if sum(c > "一" for c in text) * 3 < len(text):
        return
    decoded = decode(text.encode("gbk"))
    assert (decoded.text, decoded.variant) == (text, "gbk")
