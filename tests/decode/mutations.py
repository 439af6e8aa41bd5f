"""Random damage to real files, and a program that reads and reviews them: ``python -m tests.decode.mutations FIRST
COUNT``. It prints a line for every file that fails, and, with ``--limits``, the seed in hand to the file SEED."""

from __future__ import annotations

import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from powermodel.decode.read import read_bytes
from powermodel.project import files, load
from powermodel.review import review

ROOT = Path(__file__).parents[2]
SAMPLE = (Path(__file__).parent.parent / "fixtures" / "低保初核.yaml").read_text("utf-8")
LAYER = """来源: 样本
权力: 低保初核（本社区）
编号: JZ-91
修改:
  承诺时限: 20个工作日
  步骤:
    入户调查: {时限: 4个工作日, 产出: {增加: [影像资料], 去掉: [入户调查表]}}
    抽查回访: {插入: {之前: 审核确认}, 岗位: 居务监督委员会, 时限: 3个工作日}
    信息核对: 删除
"""
ENGLISH = """name: Low income
code: JZ-92
mode: 协助
promised: 20个工作日
steps:
  apply: {owner: 申请家庭, next: check}
  check:
    owner: [街道救助窗口, 街道调查员]
    limit: 5个工作日
    publicity: {period: 7天, places: [board], content: [name], objections: 街道救助经办人}
    risks:
      - {name: careless, grade: 高, measures: [{title: two persons, kind: 双人, steps: check}]}
    next: {yes: pay, no: {to: apply, back: yes, at_most: 1}}
  pay: {kind: 结束}
guide: {conditions: [one], materials: [{title: card, copies: 1}], phone: 0700-5550101}
"""
SETTINGS = """名称: 示例社区
电话: {服务: 0700-5550100, 监督: 0700-5550102}
风险矩阵: {高: 12, 中: 6}
规则设置: {预设: strict, 级别: {R401: 关, T401: 提示}}
规则:
  - {必经: 环节:公示, 适用: {类别: [社会救助]}}
数据表: {空话: [加强教育]}
目录: {流程: flows, 风险点: riskpoints}
"""
COMMUNITY = """社区: 示例社区一
编号: A01
绑定:
  街道调查员: {姓名: [张三, 李四], 电话: 0700-5550103}
  社区民政专干: 王五
启用: [低保初核]
修改: {低保初核: {承诺时限: 26个工作日, 步骤: {入户调查: {人数: 3}}}}
"""
POSTS = """岗位:
  社区民政专干: {性质: 个人, 所属: 社区居民委员会, 姓名: 张三, 电话: 0700-5550103}
  居务监督委员会: {性质: 集体, 职能: 监督, 成员: [李四, 王五, 赵六], 主任: 李四}
  申请家庭: {性质: 相对人}
不相容:
  - {岗位: [会计, 出纳]}
  - {环节: [采购, 验收]}
"""
RISKS = """风险点:
  优亲厚友:
    编号: FX-042
    类别: 岗位职责
    表现: 对亲属、熟人降低标准
    可能性: 3
    危害: 4
    适用: [核查, 评议, 审核]
    防控措施:
      近亲属备案: {措施: 近亲属单独登记备案, 类别: 回避, 岗位: 街道救助窗口, 时点: 事前, 凭证: 登记表}
      公开监督: {措施: 公示七天, 类别: 公开, 岗位: 居务监督委员会, 时点: 事后, 凭证: 公示照片}
"""
BASES = {
    "flows/样本.yaml": SAMPLE, "flows/改.yaml": LAYER, "flows/english.yaml": ENGLISH, "powermodel.yaml": SETTINGS,
    "communities/一.yaml": COMMUNITY, "posts.yaml": POSTS, "riskpoints/一.yaml": RISKS,
}  # fmt: skip
TOKENS = [
    "：", "，", "、", "；", "[", "]", "{", "}", "［", "］", "｛", "｝", "【", "】", "“", "”", '"', "'", ":", ": ", "- ", "-", "\t",
    "\u3000", "\xa0", "\ufeff", "\0", "\x07", "\r", "\r\n", "\n", "\u2028", "#", " #", "%", "@", "`", "*", "&a ", "*a", "<<: *a",
    "!", "!!str ", "!x ", "| ", "> ", "|\n", "? ", "? [a]\n: ", "---\n", "...\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
    "  ", " ", "    ", "删除", "增加", "结束", "是", "否", "null", "~", "1e999", "9" * 400, "０", "〇", "😀", "\U0001f469\u200d\U0001f469",
    "步骤:\n", "下一步: ", "岗位: ", "来源: 样本\n", "来源: 改\n", "修改:\n  步骤: 删除\n", "权力: ", "引用: ", "到: ", "插入: {之前: 入户调查}",
    "[" * 70, "{a: " * 70, "- " * 70, "\\", "%YAML 1.1\n", "a: &x [*x]\n", "=", "‮", "0x1F", "2026-13-45", "\ud800".encode("utf-8", "replace").decode(),
]  # fmt: skip

Mutation = Callable[[random.Random, str], str]


def _insert(rnd: random.Random, text: str) -> str:
    at = rnd.randrange(len(text) + 1)
    return text[:at] + rnd.choice(TOKENS) * rnd.choice((1, 1, 1, 2, 30)) + text[at:]


def _delete(rnd: random.Random, text: str) -> str:
    at = rnd.randrange(len(text) + 1)
    return text[:at] + text[at + rnd.choice((1, 1, 2, 5, 40)) :]


def _replace_all(rnd: random.Random, text: str) -> str:
    pairs = [(": ", "："), (":", "："), (": ", ":"), (", ", "，"), (", ", "、"), ("  ", "\t"), ("  ", "\u3000"), ("\n", "\r\n"), ("\n", "\r"),
             ("[", "【"), ("]", "】"), ("{", "｛"), ("- ", "-"), ("- ", "－"), ("    ", "   "), ("\n\n", "\n---\n"), ("岗位", "職位"), ("\n", "\n ")]  # fmt: skip
    old, new = rnd.choice(pairs)
    return text.replace(old, new, rnd.choice((1, 3, -1)))


def _lines(rnd: random.Random, text: str) -> str:
    rows = text.splitlines(keepends=True)
    if len(rows) < 3:
        return text
    a, b = rnd.randrange(len(rows)), rnd.randrange(len(rows))
    what = rnd.randrange(6)
    if what == 0:
        rows[a], rows[b] = rows[b], rows[a]
    elif what == 1:
        rows.insert(b, rows[a])
    elif what == 2:
        del rows[a : a + rnd.choice((1, 1, 4, 20))]
    elif what == 3:
        rows[a] = " " * rnd.randrange(8) + rows[a].lstrip()
    elif what == 4:
        rows[a] = rnd.choice(("\t", "\u3000", "  ", "# ", "- ", "\xa0")) + rows[a]
    else:
        rows[a : a + 5] = [row[2:] if row.startswith("  ") else "  " + row for row in rows[a : a + 5]]
    return "".join(rows)


def _cut(rnd: random.Random, text: str) -> str:
    return text[: rnd.randrange(len(text) + 1)]


def _swap_words(rnd: random.Random, text: str) -> str:
    words = [
        "岗位",
        "时限",
        "下一步",
        "步骤",
        "提出申请",
        "入户调查",
        "审核确认",
        "初审公示",
        "风险点",
        "防控措施",
        "结束",
        "全部",
        "是",
        "7天",
        "产出",
    ]
    return text.replace(rnd.choice(words), rnd.choice(words), rnd.choice((1, 2, -1)))


def _splice(rnd: random.Random, text: str) -> str:
    other = rnd.choice(list(BASES.values()))
    a, b = rnd.randrange(len(text) + 1), rnd.randrange(len(other) + 1)
    return text[:a] + other[b:]


def _repeat(rnd: random.Random, text: str) -> str:
    at = rnd.randrange(len(text) + 1)
    piece = text[at : at + rnd.randrange(1, 60)]
    return text[:at] + piece * rnd.choice((2, 10, 200)) + text[at:]


MUTATIONS: list[Mutation] = [
    _insert,
    _insert,
    _delete,
    _replace_all,
    _lines,
    _lines,
    _cut,
    _swap_words,
    _splice,
    _repeat,
]


def mutant(seed: int) -> tuple[str, bytes]:
    """The file that is damaged, and its bytes."""
    rnd = random.Random(seed)
    name = rnd.choice([*BASES, "flows/样本.yaml", "flows/样本.yaml", "flows/样本.yaml"])
    text = BASES[name]
    for _round in range(rnd.choice((1, 1, 1, 2, 3, 6))):
        text = rnd.choice(MUTATIONS)(rnd, text)[:60_000]
    data = text.encode(
        rnd.choice(("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")),
        "replace",
    )
    if rnd.random() < 0.15 and data:
        at = rnd.randrange(len(data))
        data = data[:at] + rnd.randbytes(rnd.choice((1, 1, 3, 40))) + data[at + rnd.choice((0, 1, 2)) :]
    return name, data


def main(first: int, count: int, limits: bool) -> int:
    """Read and review ``count`` damaged projects; returns how many failed. ``limits``: 2 s and 300 MB a file too."""
    failures, slowest, memory = 0, 0.0, 0.0
    with TemporaryDirectory() as folder:
        root = Path(folder)
        library = root / "library"
        for name, text in {
            "flows/posts.yaml": POSTS,
            "riskpoints/一.yaml": RISKS,
            "flows/低保.yaml": SAMPLE,
        }.items():
            (library / name).parent.mkdir(parents=True, exist_ok=True)
            (library / name).write_text(text, "utf-8")
        _use_library(library)
        project = root / "项目"
        for name, text in BASES.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(text, "utf-8")
        for seed in range(first, first + count):
            if limits:
                Path("SEED").write_text(str(seed), "utf-8")
            name, data = mutant(seed)
            (project / name).write_bytes(data)
            began = time.process_time()
            try:
                failures += _one(project, name, data, seed)
            except BaseException:
                failures += 1
                print(f"seed {seed}: {name}\n{traceback.format_exc()}", flush=True)
            took = time.process_time() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            slowest = max(slowest, took)
            if limits and (took > 2 or memory > 300):
                failures += 1
                print(f"seed {seed}: {name} {took:.1f} s, {memory:.0f} MB", flush=True)
            (project / name).write_text(BASES[name], "utf-8")
    if limits:
        print(f"{count} files from seed {first}: {failures} failed, {slowest:.2f} s, {memory:.0f} MB at most")
    return failures


def _use_library(library: Path) -> None:
    """A small library, so that a run is spent on the damaged file."""
    shipped = files.library_root
    for module in [m for name, m in sys.modules.items() if name.startswith("powermodel.")]:
        if getattr(module, "library_root", None) is shipped:
            vars(module)["library_root"] = lambda: library


def _one(project: Path, name: str, data: bytes, seed: int) -> int:
    community = "示例社区一" if seed % 5 == 0 else None
    report = review(load(project, today=date(2026, 11, 22), community=community))
    wrong = [f"crash {rule}: {trace}" for rule, trace in report.crashes]
    document = read_bytes(data, name)
    if document.root is None and not document.findings:
        wrong.append("nothing read, nothing said")
    for found in report.findings:
        text = report.documents.get(found.place.file)
        last = len(text.lines) if text else 0
        if not found.message or not found.help:
            wrong.append(f"no words: {found.code}")
        if text is not None and found.place.line > last:
            wrong.append(f"{found.code} at line {found.place.line} of {last}")
        if (
            text is not None
            and found.place.line
            and found.place.column > len(text.lines[found.place.line - 1]) + 1
        ):
            wrong.append(
                f"{found.code} at {found.place.line}:{found.place.column}, the line has {len(text.lines[found.place.line - 1])}"
            )
    for each in wrong:
        print(f"seed {seed}: {name} {each}", flush=True)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2]), "--limits" in sys.argv), 100))
