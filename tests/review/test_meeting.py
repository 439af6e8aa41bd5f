"""A meeting that decides ten findings, and the next one, which must know what became of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powermodel.console.dialogue import hold
from powermodel.finding import Severity
from powermodel.model.decision import Decision
from powermodel.project import load
from powermodel.project.files import DECISIONS
from powermodel.report.minutes import decided, large
from powermodel.review import review
from powermodel.review.decisions import Record
from powermodel.review.meeting import (
    ACCEPTED,
    AGAIN,
    DISMISSED,
    GONE,
    IN_HAND,
    NEW,
    OPEN,
    OVERDUE,
    Meeting,
)
from powermodel.review.papers import PaperError
from tests.review.meetings import FIRST, STEPS, Room, id_of, meeting, project
from tests.rules.running import SAMPLE

SECOND = date(2027, 1, 10)
MEND = ("1", "", "2026-12-31", "")  # the suggested person, a day, no reason
LEAVE = ("2", "李四", "", "街道正在定")
NO_DEFECT = ("3", "李四", "", "县里有统一时限")


def states(at: Meeting) -> dict[str, str]:
    """Step → state."""
    return {item.id.rpartition(".")[2]: item.state for item in at.items}


def codes(folder: Path, today: date) -> list[str]:
    return [f.code for f in review(load(folder, today=today)).findings]


def test_ten_findings_played_twice(tmp_path: Path) -> None:
    project(tmp_path)
    assert states(meeting(tmp_path)) == dict.fromkeys(STEPS, NEW)
    # Four to be mended, two accepted, one dismissed, three put off.
    room = Room(*MEND * 4, *LEAVE * 2, *NO_DEFECT, "", "", "")
    hold(meeting(tmp_path), room.ask, room.tell)
    for step in STEPS:
        assert f"“{step}”" in room.heard
    wanted = dict(zip(STEPS, [IN_HAND] * 4 + [ACCEPTED] * 2 + [DISMISSED] + [NEW] * 3, strict=True))
    assert states(meeting(tmp_path)) == wanted

    # Until the second meeting two of the four are mended, one accepted one too, and a new one has come.
    project(tmp_path, without_limit=[*STEPS[2:4], STEPS[5], *STEPS[6:]])
    wanted = dict(
        zip(STEPS, [GONE, GONE, OVERDUE, OVERDUE, GONE, ACCEPTED, DISMISSED, *[OPEN] * 3], strict=True)
    )
    second = meeting(tmp_path, SECOND)
    assert states(second) == wanted
    assert second.last == FIRST
    assert sorted(c for c in codes(tmp_path, SECOND) if c[0] == "W") == ["W855"] * 3 + ["W856"] * 2
    again = ("1", "王五", "2027-03-31", "等新表格")
    room = Room(*again, *again, *LEAVE, *LEAVE, *LEAVE, "")
    hold(second, room.ask, room.tell)
    assert "销号吗" in room.asked[-1]
    assert "上次定：整改，张三，应在 2026-12-31 前，已经过了" in room.heard

    # A third, the day after: nothing left to ask; the file says nothing is wrong with the decisions.
    third = meeting(tmp_path, date(2027, 1, 11))
    assert set(states(third).values()) == {IN_HAND, ACCEPTED, DISMISSED}
    room = Room()
    hold(third, room.ask, room.tell)
    assert not room.asked
    assert not [c for c in codes(tmp_path, date(2027, 1, 11)) if c[0] == "W"]


def test_every_answer_is_kept_when_the_meeting_breaks_off(tmp_path: Path) -> None:
    project(tmp_path)
    room = Room(*MEND, "1", "张三")  # the power fails in the middle of the second
    hold(meeting(tmp_path), room.ask, room.tell)
    assert states(meeting(tmp_path)) == {STEPS[0]: IN_HAND, **dict.fromkeys(STEPS[1:], NEW)}
    room = Room("q")
    hold(meeting(tmp_path), room.ask, room.tell)
    assert f"“{STEPS[1]}”" in room.heard
    assert f"“{STEPS[2]}”" not in room.heard


def test_who_is_suggested_and_how_long(tmp_path: Path) -> None:
    """Enter, enter, enter: the person of the step's post, thirty days."""
    project(tmp_path, without_limit=STEPS[:1])
    room = Room("1", "", "", "")
    hold(meeting(tmp_path), room.ask, room.tell)
    entry = Record(tmp_path).entries[id_of(STEPS[0])]
    assert (entry.verdict, entry.by, str(entry.until)) == ("整改", "张三", "2026-12-22")


def test_wrong_answers_are_asked_again(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:1])
    room = Room("5", "?", "1", "", "2026-02-30", "2026-11-21", "2026-12-01", "")
    hold(meeting(tmp_path), room.ask, room.tell)
    assert "没有“5”这个选择" in room.heard
    assert "# T401" in room.heard
    assert "不是日期" in room.heard
    assert "已经过了" in room.heard
    assert str(Record(tmp_path).entries[id_of(STEPS[0])].until) == "2026-12-01"


def test_nothing_needed_stays_empty(tmp_path: Path) -> None:
    """To accept without a reason is to sweep under the carpet."""
    project(tmp_path, without_limit=STEPS[:1])
    room = Room("2", "李四", "", "", "", "")
    hold(meeting(tmp_path), room.ask, room.tell)
    assert Record(tmp_path).entries[id_of(STEPS[0])].verdict is None
    at = meeting(tmp_path)
    item = at.find(STEPS[0])
    for verdict, words in (
        ("接受", {"by": "李四"}),
        ("整改", {"by": "李四"}),
        ("不成立", {"reason": "没有"}),
    ):
        with pytest.raises(PaperError, match="写明"):
            at.decide(item, verdict, **words)
    with pytest.raises(PaperError, match="不是一种决定"):
        at.decide(item, "算了", by="李四")


def test_what_comes_back_is_asked_again(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:1])
    at = meeting(tmp_path)
    at.decide(at.find(STEPS[0]), "整改", "张三", "2026-12-31")
    project(tmp_path, without_limit=())
    assert meeting(tmp_path).close() == 1
    assert states(meeting(tmp_path)) == {STEPS[0]: GONE}  # struck off today: today's minutes name it
    assert states(meeting(tmp_path, SECOND)) == {}
    project(tmp_path, without_limit=STEPS[:1])
    assert states(meeting(tmp_path, SECOND)) == {STEPS[0]: AGAIN}


def test_decisions_by_options(tmp_path: Path) -> None:
    """An id, its beginning, or any part that only one has; 待定 takes it back."""
    project(tmp_path)
    at = meeting(tmp_path)
    with pytest.raises(PaperError, match="对得上 10 个"):
        at.find("T401")
    with pytest.raises(PaperError, match="没有编号是"):
        at.find("R999")
    at.decide(at.find("第三次"), "接受", "李四", "2026-12", "街道正在定")
    assert states(meeting(tmp_path))[STEPS[2]] == ACCEPTED
    assert states(meeting(tmp_path, SECOND))[STEPS[2]] == OVERDUE
    at.decide(at.find(id_of(STEPS[2])), "待定")
    assert states(meeting(tmp_path))[STEPS[2]] == NEW


def test_moved_lines_keep_their_decision(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:1])
    at = meeting(tmp_path)
    at.decide(at.find(STEPS[0]), "接受", "李四", "", "街道正在定")
    flow = tmp_path / "flows" / "案例.yaml"
    flow.write_text("# 新加的一行\n\n" + flow.read_text("utf-8"), "utf-8")
    assert states(meeting(tmp_path)) == {STEPS[0]: ACCEPTED}


def test_ids_do_not_know_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding of a file of the project has one id wherever the user stands."""
    project(tmp_path)
    (tmp_path / "posts.yaml").write_text('"岗位": {"社区文书": {"性质": "神仙"}}\n', "utf-8")
    ids = []
    for place in (tmp_path, tmp_path / "flows", tmp_path.parent):
        monkeypatch.chdir(place)
        ids.append(sorted(f.id for f in review(load(tmp_path, today=FIRST)).findings if f.power is None))
    assert ids[0] == ids[1] == ids[2]
    assert any(i.startswith("F006:posts.yaml:") for i in ids[0])


def test_what_was_not_looked_for_is_not_gone(tmp_path: Path) -> None:
    """A flow that can't be read, or a rule that is off, must not strike off what it hides."""
    project(tmp_path, without_limit=STEPS[:1])
    at = meeting(tmp_path)
    at.decide(at.find(STEPS[0]), "整改", "张三", "2026-12-31")
    flow = tmp_path / "flows" / "案例.yaml"
    flow.write_bytes(b"\xff\xfe\x00\x00garbage")
    assert states(meeting(tmp_path)).get(STEPS[0]) is None
    assert "W855" not in codes(tmp_path, FIRST)
    project(tmp_path, without_limit=())
    settings = tmp_path / "powermodel.yaml"
    settings.write_text("名称: 示例社区\n规则设置: {级别: {T401: 关}}\n", "utf-8")
    assert states(meeting(tmp_path)).get(STEPS[0]) is None
    assert "W855" not in codes(tmp_path, FIRST)


def test_a_broken_record_is_not_written_over(tmp_path: Path) -> None:
    project(tmp_path, without_limit=STEPS[:1])
    broken = "问题:\n  - 编号: 'T401\n    决定: 整改\n"
    (tmp_path / DECISIONS).write_text(broken, "utf-8")
    at = meeting(tmp_path)
    assert any(f.place.file.endswith(DECISIONS) and f.severity is Severity.ERROR for f in at.report.findings)
    with pytest.raises(PaperError, match="没有动它"):
        at.decide(at.find(STEPS[0]), "整改", "张三", "2026-12-31")
    assert (tmp_path / DECISIONS).read_text("utf-8") == broken


def test_two_at_one_file(tmp_path: Path) -> None:
    """What was written by somebody else since the meeting began stays."""
    project(tmp_path)
    one, other = meeting(tmp_path), meeting(tmp_path)
    one.decide(one.find(STEPS[0]), "整改", "张三", "2026-12-31")
    other.decide(other.find(STEPS[1]), "整改", "李四", "2026-12-31")
    assert [e.by for e in Record(tmp_path).entries.values()] == ["张三", "李四"]


def test_the_order_of_answers_leaves_no_trace(tmp_path: Path) -> None:
    made = []
    for number, steps in enumerate((STEPS, STEPS[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        at = meeting(project(folder))
        for step in steps:
            at.decide(at.find(step), "整改", "张三", "2026-12-31")
        made.append((folder / DECISIONS).read_bytes())
        assert not [p for p in folder.iterdir() if p.name.startswith(".")]
    assert made[0] == made[1]


WORDS = st.text(
    st.sampled_from("张三李四 ：:#，,-？！'\"[]{}&*%@|>0129年是否yesnull~（）《》〔〕\\"),
    min_size=1,
    max_size=20,
)


@given(reason=WORDS, by=WORDS)
def test_what_is_written_is_read(reason: str, by: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No word that is typed in a meeting may break the record."""
    folder = tmp_path_factory.mktemp("record")
    reason, by = " ".join(reason.split()), " ".join(by.split())
    entry = Decision.model_validate(
        {"编号": "T401:案例:步骤.甲", "决定": "接受", "谁": by or "张三", "理由": reason or "无"}
    )
    Record(folder).put(entry)
    read = Record(folder)
    assert not read.findings, (folder / DECISIONS).read_text("utf-8")
    assert read.entries == {entry.id: entry}


def test_the_course_is_shown_step_by_step(tmp_path: Path) -> None:
    """What a meeting walks along the chart with its finger."""
    (tmp_path / "低保初核.yaml").write_text(
        SAMPLE.read_text("utf-8").replace("承诺时限: 28个工作日", "承诺时限: 5个工作日"), "utf-8"
    )
    at = meeting(tmp_path)
    item = at.find("T402")
    assert item.finding
    text = large(at, item, 1, 1)
    arrows = [line.split("↓")[1].strip() for line in text.splitlines() if "↓" in line]
    assert arrows == [str(step) for step in item.finding.witness]
    assert len(arrows) > 3


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-10", "2026-12-10"),
        ("12月10日", "2026-12-10"),
        ("12-10", "2026-12-10"),
        ("1月5号", "2027-01-05"),
        ("30天", "2026-12-22"),
        ("两周内", "2026-12-06"),
    ],
)
def test_days_as_people_say_them(said: str, day: str, tmp_path: Path) -> None:
    """Nobody at a meeting says the year; the record has it."""
    assert meeting(project(tmp_path)).day(said) == day


@pytest.mark.parametrize("said", ["尽快", "13月40日", "3个工作日", "下周"])
def test_what_is_no_day_is_asked_again(said: str, tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="不是日期"):
        meeting(project(tmp_path)).day(said)


def test_acceptance_that_has_run_out(tmp_path: Path) -> None:
    """An accepted defect was not to be mended by a day; it was borne until then."""
    first = meeting(project(tmp_path, STEPS[:1]))
    first.decide(first.items[0], "接受", by="李四", until="2026-12-31", reason="先试用")
    later = meeting(tmp_path, SECOND)
    assert decided(later.items[0]) == "接受，李四，只到 2026-12-31，已经过了，先试用（2026-11-22 定）"
