"""What is installed is whole: a wheel in an empty environment works, and an editable install sees edits at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOW = """权力: 报修登记
步骤:
  提出报修: {岗位: 居民, 下一步: 登记}
  登记: {岗位: 物业服务企业, 时限: 1个工作日, 下一步: 结束}
"""


def run(*command: object, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if k in ("SYSTEMROOT", "TEMP", "TMP", "HOME", "USERPROFILE")}
    return subprocess.run(
        [str(c) for c in command], cwd=cwd, text=True, capture_output=True, encoding="utf-8",
        env={**keep, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": "", **extra},
    )  # fmt: skip


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `pip wheel` builds it from what git tracks."""
    source = tmp_path_factory.mktemp("源 码")
    copy_checkout(source)
    out = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        out,
        source,
        cwd=source,
    )
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def copy_checkout(target: Path) -> None:
    """The tracked and new files of the checkout, without what the machine made."""
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)


@pytest.mark.xdist_group("package")
def test_wheel_checks_a_power_and_draws_it(wheel: Path, tmp_path: Path) -> None:
    """pip install alone makes everything run: no PATH, no checkout, a folder with Chinese and a blank in its name."""
    home = tmp_path / "干净 环境"
    venv.create(home, with_pip=True)
    installed = subprocess.run(
        [str(python_of(home)), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)],
        cwd=tmp_path, text=True, capture_output=True,
    )  # fmt: skip
    if "No matching distribution" in installed.stderr or "Could not find a version" in installed.stderr:
        pytest.skip("no package index to install dependencies from")
    assert installed.returncode == 0, installed.stderr
    work = tmp_path / "社区 资料"
    (work / "flows").mkdir(parents=True)
    (work / "flows" / "报修登记.yaml").write_text(FLOW.replace("下一步: 结束", "下一步: 归档"), "utf-8")
    (work / "powermodel.yaml").write_text("名称: 示例社区\n", "utf-8")
    checked = run(python_of(home), "-m", "cli", "check", cwd=work, PATH="")
    assert checked.returncode == 1, checked.stderr
    assert "F007" in checked.stdout
    assert "归档" in checked.stdout
    shown = run(python_of(home), "-m", "cli", "check", "库", cwd=work, PATH="")
    assert shown.returncode == 2
    poster = run(python_of(home), "-m", "cli", "poster", "库/低保初核", "-o", "图", cwd=work, PATH="")
    assert poster.returncode == 0, poster.stderr + poster.stdout
    assert [p for p in (work / "图").rglob("*.pdf") if p.read_bytes().startswith(b"%PDF")]


@pytest.mark.xdist_group("package")
def test_editable_install_sees_an_edit_at_once(tmp_path: Path) -> None:
    """An editable install leaves a stale copy of the library in site-packages; nobody may read it."""
    source = tmp_path / "checkout"
    copy_checkout(source)
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    site = Path(
        run(
            python_of(home), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path
        ).stdout.strip()
    )
    # Dependencies come from the environment that runs the tests; only the program is installed anew.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    installed = run(
        python_of(home),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-e",
        source,
        cwd=tmp_path,
    )
    assert installed.returncode == 0, installed.stderr
    flow = source / "flows" / "社会救助" / "低保初核.yaml"
    flow.write_text(flow.read_text("utf-8").replace("编号: JZ-01", "编号: JZ-77"), "utf-8")
    shown = run(python_of(home), "-m", "cli", "show", "库/低保初核", cwd=tmp_path)
    assert "JZ-77" in shown.stdout, shown.stderr
