"""The net: the verdict on large powers, and `check` of a thousand powers beside what reading them costs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from benchmarks.timing import line, measure
from powermodel.finding import Severity
from powermodel.model.power import Power
from powermodel.net.flow import build_flow
from powermodel.net.soundness import analyse
from powermodel.project import load
from powermodel.review import review

POWERS, SHARE = 1_000, 100
"""Powers that are reviewed, and how many of them in one project: a folder of a thousand flows is nobody's."""
Steps = dict[str, dict[str, object]]


def chain(steps: int) -> Steps:
    """Steps that follow each other; the last one leads to 结束."""
    return {
        f"办理{number}": {"岗位": "社区文书", "下一步": f"办理{number + 1}" if number < steps else "结束"}
        for number in range(1, steps + 1)
    }


def branches(wide: int, long: int, tail: int = 0) -> Steps:
    """``wide`` parallel branches of ``long`` steps, a join, and ``tail`` steps behind it."""
    steps: Steps = {"提出": {"岗位": "社区文书", "下一步": [f"第{b}路1" for b in range(wide)]}}
    for b in range(wide):
        for n in range(1, long + 1):
            follows = f"第{b}路{n + 1}" if n < long else "汇总"
            steps[f"第{b}路{n}"] = {"岗位": "社区文书", "下一步": follows}
    steps["汇总"] = {"岗位": "社区文书", "汇合": "全部", "下一步": "办理1" if tail else "结束"}
    return {**steps, **chain(tail)}


def decided(steps: Steps) -> Callable[[], None]:
    """Work that builds graph and net of a power and decides it."""
    power = Power.model_validate({"权力": "测速", "步骤": steps})

    def work() -> None:
        assert analyse(build_flow(power, {}))[1].sound

    return work


def power(number: int) -> str:
    """A sound power of 30 steps as a community has them: parallel parts, returns, risks with 落实, 规则, limits."""
    lines = [f"权力: 测速{number}", f"编号: CS-{number}", "类别: 测速", "承诺时限: 60个工作日", "步骤:"]
    for part in range(3):
        lines += (
            line.replace("㎡", str(part)).replace("➔", f"收件{part + 1}" if part < 2 else "发放补助")
            for line in _PART.splitlines()
        )
    return "\n".join([*lines, *_REST.splitlines()]) + "\n"


_PART = """\
  收件㎡: {岗位: 社区民政专干, 时限: 1个工作日, 产出: 收件登记表, 下一步: {齐备: 分头核对㎡, 不齐备: 补正㎡}}
  补正㎡: {岗位: 社区民政专干, 时限: 1个工作日, 产出: 补正告知书, 下一步: {到: 收件㎡, 退回: 是, 最多: 1}}
  分头核对㎡: {岗位: 社区民政专干, 时限: 当场, 产出: 交办单, 下一步: [信息核对㎡, 入户走访㎡, 邻里了解㎡]}
  信息核对㎡: {岗位: 社区文书, 时限: 3个工作日, 产出: 核对报告, 下一步: 汇总意见㎡}
  入户走访㎡:
    岗位: 社区民政专干
    人数: 2
    时限: 5个工作日
    产出: 走访记录
    风险点:
      - 风险: 走访走过场㎡
        等级: 中
        表现: 不入户、代签名
        防控措施:
          - {措施: 走访记录由网格员复看㎡, 类别: 核查, 岗位: 社区网格员, 时点: 事后, 凭证: 复看签字, 落实步骤: 复看㎡}
          - {措施: 意见由书记签批㎡, 类别: 分权, 岗位: 社区党组织书记, 时点: 事后, 凭证: 意见表, 落实步骤: 签批㎡}
    下一步: 汇总意见㎡
  邻里了解㎡: {岗位: 社区网格员, 时限: 2个工作日, 产出: 了解记录, 下一步: 汇总意见㎡}
  汇总意见㎡: {岗位: 社区文书, 汇合: 全部, 时限: 2个工作日, 产出: 意见表, 下一步: 复看㎡}
  复看㎡: {岗位: 社区网格员, 时限: 1个工作日, 产出: 复看签字, 下一步: {属实: 签批㎡, 不属实: {到: 入户重看㎡}}}
  入户重看㎡: {岗位: 社区民政专干, 时限: 3个工作日, 产出: 走访记录, 下一步: 复看㎡}
  签批㎡: {岗位: 社区党组织书记, 环节: 审批, 时限: 1个工作日, 产出: 意见表, 下一步: ➔}"""
_REST = """\
  发放补助: {岗位: 社区报账员, 时限: 3个工作日, 产出: 发放清册, 下一步: 结束}
规则:
  - {先于: [签批2, 发放补助]}
  - {必经: 复看1}
  - {随后: [入户走访0, 签批0]}
  - {不同岗: [签批2, 发放补助]}"""


def projects(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Folders of flows, and their texts."""
    for share in range(POWERS // SHARE):
        here = folder / str(share)
        here.mkdir()
        texts = [power(share * SHARE + number) for number in range(SHARE)]
        for number, text in enumerate(texts):
            (here / f"{number}.yaml").write_text(text, "utf-8")
        yield here, texts


def thousand() -> None:
    """Processor seconds of composing, of loading and of reviewing the same powers, side by side share by share."""
    sums = {"compose": 0.0, "load": 0.0, "review": 0.0}

    def spent(what: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        made = work()
        sums[what] += time.process_time() - start
        return made

    with tempfile.TemporaryDirectory() as folder:
        for number, (here, texts) in enumerate(projects(Path(folder))):
            for counted in (False, True) if number == 0 else (True,):  # the first run imports the rules
                spent(
                    "compose", lambda texts=texts: [yaml.compose(t, Loader=yaml.CSafeLoader) for t in texts]
                )
                loaded = load(here)
                spent("load", lambda here=here: load(here))
                report = spent("review", lambda loaded=loaded: review(loaded))
                if not counted:
                    sums.update(dict.fromkeys(sums, 0.0))
                assert report.worst() is not Severity.ERROR  # type: ignore[attr-defined]
    for what, words in (
        ("compose", "YAML nodes alone (yaml.compose, C)"),
        ("load", "load: parse, models, references"),
        ("review", "review: all recommended rules, net, proofs"),
    ):
        ratio = f"{sums[what] / sums['load']:5.2f} × load  {sums[what] / sums['compose']:5.2f} × compose"
        print(f"  {words:<48} {sums[what]:7.2f} s  {ratio}{'  goal ≤ 1.3 × load' * (what == 'review')}")


def run() -> None:
    """Print the figures."""
    for what, steps, goal in (
        ("300 steps, 20 parallel branches", branches(20, 14, 18), "goal ≤ 20 ms"),
        ("16 parallel branches of 3 steps", branches(16, 3), ""),
        ("chain of 1,000 steps", chain(1_000), ""),
    ):
        line(f"decide {what}", measure(decided(steps)), goal=goal)
    print(f"check of {POWERS:,} powers of 30 steps, processor seconds of one core")
    thousand()
