"""The colours of the sheets, as a project states them: one of the themes there are, or some colours of its own."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from powermodel.model.base import Model, Scalar, choice, key, wrong

THEMES = ("official", "plain", "grey", "contrast")
"""Red and gold; quiet and sparing with ink; for copying in black and white; for weak eyes."""


def _colour(value: object) -> str:
    text = value.strip().lower() if isinstance(value, str) else ""
    if not re.fullmatch(r"#?[0-9a-f]{6}", text):
        wrong(value, "一个颜色：“#”和六位十六进制数，两边要有引号", "'#b01218'")
    return "#" + text.removeprefix("#")


Colour = Annotated[str, Scalar(_colour, {"type": "string", "title": "颜色", "examples": ["#b01218"]})]


def _by_name(value: object) -> object:
    return value if isinstance(value, Mapping) else {"基于": value}


class Theme(Model):
    """The theme it starts from and the colours that differ, as #rrggbb. The keys are those of the themes' own files."""

    base: choice(*THEMES) = key("基于", "official")  # type: ignore[valid-type]
    paper: Colour | None = key("纸底")
    ink: Colour | None = key("正文字")
    quiet: Colour | None = key("小字")
    head: Colour | None = key("标题底")
    head_text: Colour | None = key("标题字")
    head_soft: Colour | None = key("标题副字")
    heading: Colour | None = key("小标题字")
    accent: Colour | None = key("点缀线")
    line: Colour | None = key("连线")
    back: Colour | None = key("退回线")
    box: Colour | None = key("框底")
    box_line: Colour | None = key("框线")
    done: Colour | None = key("办成底")
    undone: Colour | None = key("未办成底")
    end_line: Colour | None = key("起止线")
    decision: Colour | None = key("判断底")
    decision_line: Colour | None = key("判断线")
    public: Colour | None = key("公示底")
    public_line: Colour | None = key("公示线")
    lane_head: Colour | None = key("泳道名底")
    lane_text: Colour | None = key("泳道名字")
    lane: Colour | None = key("泳道底")
    lane_line: Colour | None = key("泳道线")
    watch: Colour | None = key("监督底")
    card: Colour | None = key("卡片底")
    rule: Colour | None = key("卡片线")
    foot: Colour | None = key("页脚底")
    high: Colour | None = key("高风险")
    medium: Colour | None = key("中风险")
    low: Colour | None = key("低风险")
    grade_text: Colour | None = key("等级字")
    course: Colour | None = key("走法")
    course_text: Colour | None = key("走法字")
    faded: Colour | None = key("淡字")
    faded_line: Colour | None = key("淡线")


ThemeSetting = Annotated[Theme, BeforeValidator(_by_name)]
"""A theme's name stands for the theme as it is."""
