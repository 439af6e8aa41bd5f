"""The cost of `powermodel check`: cold, beside the imports it can't do without; warm, beside parsing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from benchmarks.timing import line, measure, process
from powermodel.project import load
from powermodel.review import review

THIRTY = 30


def flow(steps: int, name: str = "测速") -> str:
    """A sound power of ``steps`` steps with owners, limits, records and a few risk points."""
    lines = [
        f"权力: {name}",
        f"编号: CS-{name}",
        "类别: 测试",
        "法定时限: 90个工作日",
        "承诺时限: 80个工作日",
        "步骤:",
    ]
    for number in range(1, steps + 1):
        lines += [
            f"  办理事项{number}:",
            f"    岗位: {'社区民政专干' if number % 2 else '社区报账员'}",
            "    时限: 1个工作日",
            f"    产出: 记录{number}",
        ]
        if number % 10 == 0:
            lines += [
                "    风险点:",
                f"      - 风险: 走过场{number}",
                "        等级: 中",
                "        防控措施:",
                f"          - {{措施: 两人到场签字{number}, 类别: 双人, 岗位: 居务监督委员会, 时点: 事中, 凭证: 签字表}}",
                f"          - {{措施: 每月抽查一次{number}, 类别: 核查, 岗位: 居务监督委员会, 时点: 事后, 凭证: 抽查表}}",
            ]
        lines.append(f"    下一步: {f'办理事项{number + 1}' if number < steps else '结束'}")
    return "\n".join(lines) + "\n"


def run() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "测速.yaml"
        path.write_text(flow(THIRTY), "utf-8")
        imports = process("-c", "import yaml, pydantic, typer")
        full = process("-c", "import yaml, pydantic, typer; pydantic.BaseModel; yaml.CSafeLoader")
        line("import yaml, pydantic, typer", imports)
        line("… with pydantic.BaseModel (loaded when first used)", full, imports)
        goal = f"goal ≤ {max(0.25, 1.8 * imports.best) * 1000:.0f} ms"
        line(
            "check of one 30-step power, cold process",
            process("-m", "cli", "check", str(path)),
            imports,
            goal,
        )
        many = Path(folder) / "many"
        many.mkdir()
        for number in range(100):
            (many / f"{number}.yaml").write_text(flow(THIRTY, f"测速{number}"), "utf-8")
        texts = [p.read_text("utf-8") for p in sorted(many.iterdir())]
        parsing = measure(lambda: [yaml.compose(t, Loader=yaml.CSafeLoader) for t in texts], 3)
        loading = measure(lambda: load(many), 3)
        loaded = load(many)
        line("compose 100 powers of 30 steps", parsing)
        line("load them (parse, model, references)", loading, parsing)
        line("review them (all recommended rules)", measure(lambda: review(loaded), 3), loading)
