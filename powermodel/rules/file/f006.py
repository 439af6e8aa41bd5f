"""F006: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F006",
    "值的写法不对",
    "错误",
    message="“{key}”的值不对：这里是{found}，应当是{wanted}{example}",
    help="照例子改；powermodel explain F006 有各种值的写法",
    variants={
        "word": ("“{key}”的值不对：{found}不在可选的词里{near}", "可以写：{wanted}"),
        "name": (
            "步骤名称“{name}”里有“{sign}”，步骤名称不能用它",
            "换一个说法；“：:→〔〕，,”和开头的“环节、岗位、标签”在路径和规则里另有用处",
        ),
        "several": (
            "“{label}”的“到”后面写了 {count} 步的清单，“到”只写一步",
            "同时开始几步，直接写清单：“{label}: {meant}”",
        ),
        "root": ("文件最外层应当是一组“键: 值”，这里是一个清单", "从“权力: 名称”写起，行首不要“-”"),
        "key": ("这里的键是一个清单或对照，应当是一个词", "键写成文字，如“岗位: 窗口”"),
    },
)
