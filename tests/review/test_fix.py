"""--fix mends what is safe and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from powermodel.review.fix import apply_fixes
from powermodel.review.many import review_paths

GOOD = """权力: 印章使用
类别: 印章
步骤:
  提出申请: {岗位: 居民, 下一步: 盖章}
  盖章:
    岗位: 印章管理员
    说明: 时间：上午，地点：窗口
    时限: 当场
    下一步: 结束
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_keys_and_encoding_are_mended(tmp_path: Path, encoding: str, newline: str) -> None:
    """Full-width colons of keys and a foreign encoding go; values keep their punctuation, lines their ends."""
    path = tmp_path / "印章.yaml"
    broken = GOOD.replace("类别: ", "类别：").replace("    岗位: ", "    岗位：").replace("\n", newline)
    path.write_bytes(broken.encode(encoding))
    assert apply_fixes(review_paths([tmp_path])) == [path.as_posix()]
    assert path.read_bytes().decode("utf-8") == GOOD.replace("\n", newline)
    assert apply_fixes(review_paths([tmp_path])) == []
    assert [p.name for p in tmp_path.iterdir()] == ["印章.yaml"]


def test_what_is_not_safe_stays(tmp_path: Path) -> None:
    """A Tab, a misspelt key, a full-width comma in a list are told, not changed."""
    path = tmp_path / "印章.yaml"
    path.write_text(GOOD.replace("    时限", "\t时线").replace("居民, 下", "居民，下"), "utf-8")
    before = path.read_bytes()
    assert apply_fixes(review_paths([tmp_path])) == []
    assert path.read_bytes() == before


def test_a_whole_file_of_full_width_colons(tmp_path: Path) -> None:
    """What an input method makes of a whole file is mended in one go, wherever the keys stand."""
    path = tmp_path / "印章.yaml"
    path.write_text(
        GOOD.replace("    说明: 时间：上午，地点：窗口\n", "").replace(": ", "：").replace(":\n", "：\n"),
        "utf-8",
    )
    assert apply_fixes(review_paths([tmp_path])) == [path.as_posix()]
    assert path.read_text("utf-8") == GOOD.replace("    说明: 时间：上午，地点：窗口\n", "")


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "印章.yaml"
    path.write_text(GOOD.replace("类别: ", "类别："), "utf-8")
    report = review_paths([tmp_path])
    path.write_text(GOOD.replace("类别: ", "类别：") + "标签: [新]\n", "utf-8")
    assert apply_fixes(report) == []
    assert path.read_text("utf-8").endswith("标签: [新]\n")


def test_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    """A file with broken bytes keeps them: rewriting it would make the loss final."""
    path = tmp_path / "印章.yaml"
    path.write_bytes(GOOD.replace("类别: ", "类别：").encode() + b"# \xe5\x88\xff\n")
    before = path.read_bytes()
    assert apply_fixes(review_paths([tmp_path])) == []
    assert path.read_bytes() == before
