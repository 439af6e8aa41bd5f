"""F001: raised while reading; its words."""

from powermodel.rules.registry import declare

declare(
    "F001",
    "文件编码不对",
    "错误",
    variants={
        "gbk": (
            "文件是 GBK（GB18030）编码，不是 UTF-8；这一次已按 GBK 读出",
            "用 powermodel check --fix 转成 UTF-8，或在记事本里“另存为”，编码选 UTF-8",
        ),
        "gbk_broken": (
            "文件像是 GBK 编码，但从这里起有读不出的字",
            "用原来的软件打开，另存为 UTF-8；变成“�”的字重新输入",
        ),
        "utf16": (
            "文件是 UTF-16（记事本的“Unicode”）编码，不是 UTF-8；这一次已读出",
            "用 powermodel check --fix 转成 UTF-8，或另存为时编码选 UTF-8",
        ),
        "utf16_broken": (
            "文件像是 UTF-16（记事本的“Unicode”）编码，但从这里起有读不出的字",
            "用原来的软件打开，另存为 UTF-8；变成“�”的字重新输入",
        ),
        "broken": ("从这里起有几个字节读不出来，字可能丢了", "看看这一行有没有乱码（�），改正后另存为 UTF-8"),
        "cut": (
            "文件最后一个字不完整，文件可能没有存完或没有传完",
            "找原来的文件重新复制一份，看看末尾少了什么",
        ),
        "nul": (
            "这里有空字节，文件可能没有存完整",
            "用原来的软件打开，看看这里少了什么，重新保存为 UTF-8 文本",
        ),
        "binary": (
            "这不是文本文件，而是{what}文件，没有读",
            "流程要写在文本文件里（扩展名 .yaml）；Word、Excel 里的内容请抄过来，不能只改扩展名",
        ),
        "unreadable": ("文件读不出来：{why}", "检查文件还在不在、能不能打开、有没有被别的程序占用"),
    },
)
