"""F011: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F011",
    "路径或来源越界、绕圈",
    "错误",
    variants={
        "path": ("“{path}”指到了项目文件夹之外", "“目录”里的路径要在项目文件夹里面"),
        "source": ("来源“{path}”指到了项目和范本库之外", "写“库/权力名称”，或本项目里另一个文件的名称"),
        "circle": ("来源绕成了圈：{path}", "断开其中一处，写出完整的流程"),
        "font": ("字体“{path}”指到了项目文件夹之外", "把字体文件放进项目文件夹"),
    },
)
