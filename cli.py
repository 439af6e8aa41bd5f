"""The command line. A verb parses its options, calls one function, prints what it gives and maps the exit code."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from powermodel.console import emit, paint, say
from powermodel.console.findings import beyond, print_report, save_baseline, tell_crashes
from powermodel.console.options import (
    Baseline,
    Draft,
    File,
    Power,
    Project,
    Today,
    Where,
    WriteBaseline,
    codes,
    day,
    one_of,
    power_of,
    root_of,
    words,
)
from powermodel.console.program import CLEAN, FAILED, FOUND, command, main


@command("check")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="路径", help="项目文件夹或流程文件，可写几个（默认当前文件夹）"),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|sarif|markdown", help="输出格式")
    ] = "text",
    preset: Annotated[
        str,
        typer.Option("--preset", metavar="correctness|recommended|strict", help="查多严（默认按项目设置）"),
    ] = "",
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="error|warning|info", help="到哪一级算不合格（默认 error）")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="等于 --preset strict --fail-on warning")] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="编号", help="只查这些规则（G、R3、T402 都可以）")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="编号", help="不查这些规则")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="把编码转成 UTF-8、把键后的全角冒号改成英文的")] = False,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    today: Today = "",
    debug: Annotated[bool, typer.Option("--debug", hidden=True)] = False,
) -> None:
    """检查权力的流程、岗位、时限、风险点，告诉你哪里不对、怎么改"""
    from powermodel.finding import Severity
    from powermodel.review import Options
    from powermodel.review.many import review_paths

    one_of(format, ("text", "json", "sarif", "markdown"), "--format")
    preset = preset or ("strict" if strict else "")
    if preset:
        one_of(preset, ("correctness", "recommended", "strict"), "--preset")
    fail_on = one_of(fail_on or ("warning" if strict else "error"), ("error", "warning", "info"), "--fail-on")
    wanted, unwanted = codes(select, "--select"), codes(ignore, "--ignore")
    options = Options(preset or None, wanted, unwanted)
    places = paths or [Path()]
    for path in places:
        if not path.exists() and not path.is_symlink():
            raise typer.BadParameter(f"没有这个文件或文件夹：{path}", param_hint="路径")
    found = review_paths(places, options, day(today))
    if fix:
        from powermodel.review.fix import apply_fixes

        for name in apply_fixes(found):
            say(f"已改好：{name}", error=True)
        found = review_paths(places, options, day(today))
    if write_baseline is not None:
        save_baseline(write_baseline, found, today)
        return
    if baseline is not None:
        found = beyond(found, baseline)
    print_report(found, format)
    tell_crashes(found.crashes, debug)
    limit = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}[fail_on]
    worst = found.worst()
    raise typer.Exit(FAILED if found.crashes else FOUND if worst is not None and worst >= limit else CLEAN)


@command("review")
def review(
    project: Project = Path(),
    decide: Annotated[
        list[str] | None, typer.Option("--decide", metavar="编号", help="给这个问题下决定，可写几个")
    ] = None,
    verdict: Annotated[str, typer.Option("--as", metavar="整改|接受|不成立|待定", help="定为什么")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁整改，谁负责")] = "",
    until: Annotated[str, typer.Option("--until", metavar="年-月-日", help="到哪天")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="一句话", help="理由")] = "",
    close: Annotated[bool, typer.Option("--close", help="散会：问题都算看过，已经没有的销号")] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|markdown|docx", help="看议程，或出审查意见表")
    ] = "text",
    out: File = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    today: Today = "",
) -> None:
    """开审查会：一个一个问题过，记下谁、哪天前整改，出审查意见表"""
    from powermodel.console.dialogue import hold
    from powermodel.project import load
    from powermodel.report.minutes import agenda, as_markdown, decided, minutes
    from powermodel.review.baseline import read_baseline
    from powermodel.review.meeting import ASKED, Meeting
    from powermodel.review.papers import PaperError

    one_of(format, ("text", "markdown", "docx"), "--format")
    loaded = load(root_of(project), today=day(today))
    try:
        meeting = Meeting(loaded, read_baseline(baseline) if baseline else None)
        if write_baseline is not None:
            save_baseline(write_baseline, meeting.report, today)
            return
        for word in decide or ():
            item = meeting.decide(meeting.find(word), verdict, by, until, reason)
            say(f"已记下：{item.id}　{decided(item) or '待定'}")
        if close:
            say(f"已散会，销号 {meeting.close()} 个")
        if format == "docx" or out is not None:
            _minutes(minutes(meeting), format, out)
        elif format == "markdown":
            emit(as_markdown(minutes(meeting)))
        elif decide or close:
            return
        elif sys.stdin.isatty() and sys.stdout.isatty():
            hold(meeting, input, say, paint)
        else:
            say(agenda(meeting, paint))
    except PaperError as error:
        raise typer.BadParameter(str(error)) from error
    tell_crashes(meeting.report.crashes)
    left = any(item.state in ASKED for item in meeting.items)
    raise typer.Exit(FAILED if meeting.report.crashes else FOUND if left and format == "text" else CLEAN)


def _minutes(sheet: Any, format: str, out: Path | None) -> None:
    from powermodel.report.minutes import as_markdown
    from powermodel.review.papers import put_in_place

    if format == "docx":
        from render.minutes import word

        out = out or Path("审查意见表.docx")
        put_in_place(out, word(sheet))
    elif out is not None:
        put_in_place(out, as_markdown(sheet).encode())
    say(f"已写出：{out}")


@command("explain")
def explain(code: Annotated[str, typer.Argument(metavar="编号", help="规则编号，如 R307")]) -> None:
    """讲清一条规则：为什么、依据什么、怎么改、改前改后"""
    from powermodel.rules.explain import page

    text = page(code)
    if text is None:
        raise typer.BadParameter(f"没有“{code}”这条规则，powermodel rules 可以看全部", param_hint="编号")
    say(text)


@command("rules")
def rules(
    write: Annotated[
        Path | None, typer.Option("--write", metavar="文件夹", help="把目录和各条说明写成 markdown")
    ] = None,
) -> None:
    """列出全部规则：编号、程度、哪一档开始查、名称"""
    from powermodel.rules.explain import documents, table

    if write is None:
        say(table())
        return
    write.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (write / name).write_text(text, "utf-8", newline="\n")
    say(f"已写出 {len(documents())} 页：{write}")


@command("library")
def library(
    write: Annotated[
        Path | None, typer.Option("--write", metavar="文件", help="写成 markdown（docs/library.md）")
    ] = None,
) -> None:
    """列出范本库里的权力：编号、步骤、风险点、最长要多久、依据"""
    from powermodel.report.library import as_markdown, as_text

    if write is None:
        say(as_text(paint))
        return
    write.parent.mkdir(parents=True, exist_ok=True)
    write.write_text(as_markdown(), "utf-8", newline="\n")
    say(f"已写出：{write}")


@command("show")
def show(power: Power, project: Where = Path(), today: Today = "") -> None:
    """看一项权力：步骤、推出的环节、岗位、时限、风险点、最快最慢要多久"""
    from powermodel.report.show import as_table

    loaded, key = power_of(power, project, today)
    say(as_table(loaded, key, paint))


@command("suggest")
def suggest(power: Power, project: Where = Path(), today: Today = "") -> None:
    """给还没有风险点的步骤推荐库里的风险点，照抄一行就能用"""
    from powermodel.report.suggest import as_text
    from powermodel.review.suggest import suggest as proposed

    loaded, key = power_of(power, project, today)
    say(as_text(loaded, key, proposed(loaded, key), paint))


@command("prove")
def prove(
    power: Power,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|markdown", help="输出格式")
    ] = "text",
    unfold: Annotated[bool, typer.Option("--unfold", help="把子流程展开，里面的走法也算")] = False,
    project: Where = Path(),
    today: Today = "",
) -> None:
    """逐条证明：每项防控措施为什么绕不过去，或者怎样被绕过"""
    from powermodel.report import proof as written
    from powermodel.review.proof import PASSED, drawn_in
    from powermodel.review.proof import prove as proved
    from powermodel.rules.view import View

    one_of(format, ("text", "json", "markdown"), "--format")
    loaded, key = power_of(power, project, today)
    view = View(key, loaded.project.powers[key], loaded.project)
    proof = proved(drawn_in(view) if unfold else view)
    if format == "text":
        say(written.as_text(proof, paint).rstrip("\n"))
    else:
        emit(written.as_json(proof) if format == "json" else written.as_markdown(proof))
    raise typer.Exit(CLEAN if proof.sound and not proof.count(PASSED) else FOUND)


@command("poster")
def poster(
    powers: Annotated[list[str], typer.Argument(metavar="权力", help="权力的名称、编号或文件，可写几个")],
    style: Annotated[
        str,
        typer.Option("--style", metavar="risk|lanes|simple", help="风险防控图，泳道图，给居民看的简明图"),
    ] = "risk",
    paper: Annotated[str, typer.Option("--paper", metavar="A3|…|800x1200mm", help="纸张（默认 A3）")] = "A3",
    portrait: Annotated[bool, typer.Option("--portrait", help="竖放")] = False,
    landscape: Annotated[bool, typer.Option("--landscape", help="横放")] = False,
    distance: Annotated[str, typer.Option("--distance", metavar="1.5m", help="从多远看（默认按纸张）")] = "",
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="pdf|svg|png", help="文件格式；和 --measure 一起时 text|json"),
    ] = "",
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="文件夹|文件", help="写到哪里（默认当前文件夹）；写 图.png 就写成这个文件"
        ),
    ] = Path(),
    theme: Annotated[
        str,
        typer.Option("--theme", metavar="official|plain|grey|contrast", help="配色（默认按项目的“主题”）"),
    ] = "",
    draft: Annotated[bool, typer.Option("--draft", help="还有错误也出图，印“草稿”")] = False,
    witness: Annotated[
        str, typer.Option("--witness", metavar="编号", help="把这个问题的走法画在图上，如 R307、T402")
    ] = "",
    measure: Annotated[bool, typer.Option("--measure", help="只量不出图：重叠、穿框、字号等")] = False,
    project: Where = Path(),
    today: Today = "",
) -> None:
    """出图：权力运行流程图、廉政风险防控图，A4 到 A0 和展板"""
    from powermodel.model.settings import STYLES
    from powermodel.model.theme import THEMES
    from render.poster.command import FORMATS, Request, destination, make_posters, measure_posters, metres

    one_of(style, tuple(STYLES), "--style")
    one_of(theme, ("", *THEMES), "--theme")
    one_of(format, ("", "text", "json") if measure else ("", *FORMATS), "--format")
    folder, name, file_format = destination(out, "" if measure else format, len(powers))
    orientation = True if portrait else False if landscape else None
    request = Request(style, paper, orientation, metres(distance), draft, theme, witness)  # type: ignore[arg-type]
    asked = (power_of(word, project, today) for word in powers)
    if measure:
        text, failed = measure_posters(asked, request, format or "text")
        emit(text) if format == "json" else say(text)
    else:
        failed = False
        for loaded, key in asked:
            text, bad = make_posters(loaded, key, request, file_format, folder, name)
            say(text, error=bad)
            failed = failed or bad
    raise typer.Exit(FOUND if failed else CLEAN)


@command("handbook")
def handbook(
    project: Project = Path(),
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="pdf|html", help="A5 手册，或手机看的网页")
    ] = "pdf",
    out: File = None,
    draft: Draft = False,
    today: Today = "",
) -> None:
    """做便民服务手册"""
    from render.handbook.command import make_handbook

    one_of(format, ("pdf", "html"), "--format")
    text, bad = make_handbook(root_of(project), format, out, draft=draft, today=day(today))
    say(text, error=bad)
    raise typer.Exit(FOUND if bad else CLEAN)


@command("build")
def build(
    project: Project = Path(),
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件夹", help="成品放在哪里")] = Path("out"),
    draft: Draft = False,
    community: Annotated[str, typer.Option("--community", metavar="社区", help="做县里的哪一个社区")] = "",
    today: Today = "",
) -> None:
    """全部材料一次做好：海报、手册、风险台账、审查报告、网页目录"""
    from powermodel.report.text import as_text, summary
    from render.build.run import build as make
    from render.build.tell import table, teller

    built = make(
        root_of(project), out, draft=draft, today=day(today), community=community or None, progress=teller()
    )
    if built.refused:
        say(as_text(built.report, paint).rstrip("\n"))
        say("还有错误，没有做成品。改好再做，或者加 --draft 先出草稿。", error=True)
        raise typer.Exit(FOUND)
    say(summary(built.report, paint))
    say(table(built, paint))
    tell_crashes(built.report.crashes)
    raise typer.Exit(FAILED if built.failed or built.report.crashes else CLEAN)


@command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新项目放在哪里")],
    name: Annotated[str, typer.Option("--name", metavar="名称", help="社区名称")] = "",
    street: Annotated[str, typer.Option("--street", metavar="名称", help="街道名称")] = "",
    county: Annotated[str, typer.Option("--county", metavar="名称", help="区县名称")] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="号码", help="服务电话")] = "",
    oversight: Annotated[str, typer.Option("--oversight", metavar="号码", help="监督电话")] = "",
    discipline: Annotated[str, typer.Option("--discipline", metavar="号码", help="街道纪工委电话")] = "",
    powers: Annotated[
        str, typer.Option("--powers", metavar="名称,…", help="要哪些权力（名称、编号、类别，或“全部”）")
    ] = "",
) -> None:
    """从范本库建一个社区项目"""
    from powermodel.scaffold import ScaffoldError
    from powermodel.scaffold import init as begin

    asked = {"名称": name, "街道": street, "服务电话": phone, "监督电话": oversight}
    if sys.stdin.isatty() and not name:
        asked = {
            what: typer.prompt(f"{what}（可以空着，回车跳过）", default="", show_default=False)
            for what in asked
        }
    phones = {"服务": asked["服务电话"], "监督": asked["监督电话"], "纪检": discipline}
    try:
        begun = begin(
            folder, name=asked["名称"] or None, street=asked["街道"] or None, county=county or None,
            phones={k: v for k, v in phones.items() if v}, powers=words(powers) or None,
        )  # fmt: skip
    except ScaffoldError as error:
        raise typer.BadParameter(str(error)) from error
    _begun(begun)
    say(f"接下来：cd {folder}，powermodel todo 看还缺什么，powermodel check 检查，powermodel build 出材料。")


def _begun(begun: Any) -> None:
    for path in begun.made:
        say(f"已写出：{path}")
    for path in begun.kept:
        say(f"已经有了，没有动：{path}")


@command("new")
def new(
    power: Annotated[
        str, typer.Argument(metavar="权力", help="范本库里的名称或编号；库里没有就建一个空白的")
    ],
    category: Annotated[str, typer.Option("--category", metavar="类别", help="空白的放在哪一类")] = "",
    blank: Annotated[bool, typer.Option("--blank", help="不用范本，从空白写起")] = False,
    project: Where = Path(),
) -> None:
    """给项目加一项权力"""
    from powermodel.scaffold import ScaffoldError
    from powermodel.scaffold import new as add

    try:
        _begun(add(root_of(project), power, category=category or None, blank=blank))
    except ScaffoldError as error:
        raise typer.BadParameter(str(error), param_hint="权力") from error


@command("todo")
def todo(
    project: Project = Path(),
    today: Today = "",
) -> None:
    """列出只有本社区才知道、还没有填或没有核对的内容"""
    from powermodel.project import load
    from powermodel.report.todo import as_list
    from powermodel.scaffold import todo as left

    say(as_list(left(load(root_of(project), today=day(today))), paint))


@command("schema")
def schema(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="文件夹", help="写到哪里")] = Path("schema"),
) -> None:
    """写出 JSON Schema，编辑器据此提示和校对（中文、英文各一套）"""
    from powermodel.model.schema import write_schemas

    for path in write_schemas(out):
        say(f"已写出：{path}")


if __name__ == "__main__":
    main()
