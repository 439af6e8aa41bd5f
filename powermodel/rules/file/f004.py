"""F004: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F004",
    "不认识的键",
    "错误",
    message="“{where}”里没有“{key}”这个键{near}",
    help="这里可以写：{known}",
    variants={
        "elsewhere": ("“{key}”写错了地方：它属于{elsewhere}，不属于“{where}”", "移到该在的地方，注意缩进"),
        "not_indented": (
            "“{first}”等 {count} 项没有缩进，没有算在“{key}”里面{more}",
            "“{key}”的内容要比它多缩进两个空格：从“{first}”起，每行行首加两个空格",
        ),
        "deep_step": (
            "“{key}”像是一个步骤，却写在步骤“{step}”里面{more}",
            "步骤要上下对齐：“{key}”少缩进一些，和别的步骤对齐；它下面各行比它多缩进两个空格",
        ),
        "no_heading": (
            "“{first}”{more}像是步骤，上面却没有“步骤:”这一行",
            "在“{first}”上面补一行“步骤:”，各个步骤比它多缩进两个空格",
        ),
        "merge_key": ("不支持 YAML 的合并记号“<<”", "把内容抄过来，或者用“来源”和“修改”"),
    },
)
