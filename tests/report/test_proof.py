"""The proof of a power as a meeting signs it and as a machine reads it: whole outputs, word for word."""

from __future__ import annotations

import pytest

from powermodel.project import library_root, load
from powermodel.report.proof import as_json, as_markdown, as_text
from powermodel.review.proof import Proof, prove
from powermodel.rules.view import View
from tests.render.test_layout_random import view_of
from tests.report.test_formats import snapshot
from tests.rules.running import TODAY

WRITERS = {"txt": as_text, "json": as_json, "md": as_markdown}


@pytest.fixture(scope="module")
def proofs() -> dict[str, Proof]:
    """The proofs of two powers of the library: one with parallel branches and returns, one that hands out money."""
    project = load(library_root() / "flows", today=TODAY).project
    keys = {name: project.power_key(name) or name for name in ("低保初核", "物资服务采购")}
    return {name: prove(View(key, project.powers[key], project)) for name, key in keys.items()}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", ["低保初核", "物资服务采购"])
def test_whole_output(
    name: str, ending: str, proofs: dict[str, Proof], request: pytest.FixtureRequest
) -> None:
    """What each control guards, where the harm is and why it can't be passed by; --update-snapshots writes anew."""
    text = WRITERS[ending](proofs[name])
    snapshot(f"prove-{name}.{ending}", text, request.config.getoption("--update-snapshots"))


def test_library_controls_hold(proofs: dict[str, Proof]) -> None:
    """No control of these two powers can be passed by, and some are really proved on the net."""
    for proof in proofs.values():
        assert proof.sound
        assert {row.verdict for row in proof.rows} <= {"绕不过去", "没有写步骤", "事后追查"}
        assert sum("每一种走法" in row.why for row in proof.rows) > 4


def test_a_control_behind_the_harm_comes_too_late() -> None:
    """The finding says 来得太晚; a proof that says 可以绕过 of the same control would send them looking for a way round."""
    steps = {
        "采购": {
            "岗位": "采购员", "时限": "3天", "下一步": "付款",
            "风险点": [{"风险": "高价买入", "等级": "中", "表现": "比市价高", "防控措施": [
                {"措施": "核价签字", "类别": "核查", "岗位": "报账员", "时点": "事后", "凭证": "签字表", "落实步骤": "核价"}
            ]}],
        },
        "付款": {"岗位": "出纳", "时限": "1天", "下一步": "核价"},
        "核价": {"岗位": "报账员", "时限": "1天", "下一步": "结束"},
    }  # fmt: skip
    (row,) = prove(view_of({"权力": "买东西", "编号": "CG-99", "步骤": steps})).rows
    assert row.verdict == "来得不是时候"
