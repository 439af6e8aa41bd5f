"""F013: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F013",
    "“#”后面的文字丢了",
    "警告",
    message="空格加“#”以后的文字被当成注释丢掉了：{text}{more}",
    help="要保留就给整段文字加上英文双引号；本来就是注释的话，在“#”后面空一格",
)
