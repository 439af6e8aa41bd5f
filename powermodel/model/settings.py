"""The project's own files: powermodel.yaml, 目录.yaml, communities/*.yaml."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from powermodel.model.base import Model, Text, Texts, choice, key, one_or_many, whole_number
from powermodel.model.power import Constraint
from powermodel.model.theme import Theme, ThemeSetting

STYLES = {"risk": "风险防控图", "lanes": "泳道图", "simple": "简明流程图"}
"""The charts there are of a power, and what each is called."""
OUTPUTS = ("海报", "手册", "风险台账", "审查报告")


Style = choice(*STYLES)


class Phones(Model):
    """Numbers that every chart and page shows."""

    service: Text | None = key("服务")
    oversight: Text | None = key("监督")
    discipline: Text | None = key("纪检")
    report: Text = key("举报", "12388")


class Hours(Model):
    """Opening hours of a service point."""

    days: Text = key("星期", ...)
    times: Texts = key("时段", ...)


class ServicePoint(Model):
    """A place where residents are served."""

    name: Text = key("名称", ...)
    address: Text | None = key("地址")
    hours: Annotated[tuple[Hours, ...], one_or_many] = key("时间", ())
    staff: Texts = key("人员", ())
    phone: Text | None = key("电话")


class GridUnit(Model):
    """A grid of the community with its officers."""

    name: Text = key("名称", ...)
    officer: Texts = key("网格员", ())
    monitor: Texts = key("廉情监督员", ())
    phone: Text | None = key("电话")
    area: Text | None = key("范围")


def _commitments(value: object) -> object:
    if isinstance(value, Mapping):
        value = [{"名称": k, "内容": v} for k, v in value.items()]
    entries = value if isinstance(value, (list, tuple)) else [value]
    return [{"名称": entry} if isinstance(entry, str) else entry for entry in entries]


class Commitment(Model):
    """A promise of service, e.g. 首问负责."""

    name: Text = key("名称", ...)
    content: Text | None = key("内容")


class Matrix(Model):
    """From which likelihood × harm on a risk is 高 or 中."""

    high: whole_number(1, 25) = key("高", 12)  # type: ignore[valid-type]
    medium: whole_number(1, 25) = key("中", 6)  # type: ignore[valid-type]


class GradeLabels(Model):
    """What is printed for a grade."""

    high: Text = key("高", "高")
    medium: Text = key("中", "中")
    low: Text = key("低", "低")

    def label(self, grade: str) -> str:
        return {"高": self.high, "中": self.medium, "低": self.low}[grade]


class Leaders(Model):
    """Who answers for risks of a grade when the risk names nobody."""

    high: Text | None = key("高")
    medium: Text | None = key("中")
    low: Text | None = key("低")

    def of(self, grade: str | None) -> str | None:
        return {"高": self.high, "中": self.medium, "低": self.low}.get(grade or "")


Level = choice("关", "错误", "警告", "提示")


class RuleSettings(Model):
    """Which rules speak, and how loud."""

    preset: choice("correctness", "recommended", "strict") = key("预设", "recommended")  # type: ignore[valid-type]
    levels: dict[Text, Level] = key("级别", {})  # type: ignore[valid-type]


class Paper(Model):
    """Sheets that are made when the command says nothing else."""

    poster: Texts = key("海报", ("A3",))
    handbook: Text = key("手册", "A5")


class Folders(Model):
    """Where the project keeps its files."""

    flows: Text = key("流程", "flows")
    risks: Text = key("风险点", "riskpoints")
    posts: Text = key("岗位", "posts.yaml")
    communities: Text = key("社区", "communities")


class Settings(Model):
    """powermodel.yaml; everything has a default."""

    name: Text | None = key("名称")
    street: Text | None = key("街道")
    county: Text | None = key("区县")
    address: Text | None = key("地址")
    suggestion_box: Text | None = key("意见箱")
    summary: Text | None = key("概要")
    phones: Phones = key("电话", Phones.model_construct())
    service_points: Annotated[tuple[ServicePoint, ...], one_or_many] = key("服务点", ())
    grid: Annotated[tuple[GridUnit, ...], one_or_many] = key("网格", ())
    commitments: Annotated[tuple[Commitment, ...], BeforeValidator(_commitments)] = key("承诺", ())
    categories: Texts = key("类别", ())
    matrix: Matrix = key("风险矩阵", Matrix.model_construct())
    grade_labels: GradeLabels = key("等级名称", GradeLabels.model_construct())
    leaders: Leaders = key("责任领导", Leaders.model_construct())
    residual_limit: choice("高", "中", "低") | None = key("残余风险上限")  # type: ignore[valid-type]
    rules: RuleSettings = key("规则设置", RuleSettings.model_construct())
    constraints: Annotated[tuple[Constraint, ...], one_or_many] = key("规则", ())
    tables: dict[Text, Any] = key("数据表", {})
    paper: Paper = key("纸张", Paper.model_construct())
    style: Annotated[tuple[Style, ...], one_or_many] = key("样式", ("risk", "lanes"))  # type: ignore[valid-type]
    theme: ThemeSetting = key("主题", Theme.model_construct())
    fonts: Texts = key("字体", ())
    site: Text | None = key("网址")
    outputs: Texts = key("产品", OUTPUTS)
    folders: Folders = key("目录", Folders.model_construct())
    pledge: Texts = key("廉洁承诺", ())
    lanes: Texts = key("泳道顺序", ())


class CatalogueEntry(Model):
    """A power that the community has, whether or not it is drawn yet."""

    code: Text | None = key("编号")
    name: Text = key("名称", ...)
    category: Text | None = key("类别")
    mode: Text | None = key("行使方式")


class CatalogueFile(Model):
    """目录.yaml."""

    entries: Annotated[tuple[CatalogueEntry, ...], one_or_many] = key("职权目录", ...)
