"""communities/*.yaml: one community of a county, laid over the project."""

from typing import Annotated, Any

from powermodel.model.base import Model, Text, Texts, key, named
from powermodel.model.settings import Settings


class Binding(Model):
    """Who holds a post in one community."""

    persons: Texts = key("姓名", ())
    members: Texts = key("成员", ())
    chair: Text | None = key("主任")
    phone: Text | None = key("电话")
    place: Text | None = key("地点")
    hours: Text | None = key("时间")


class Community(Settings):
    """communities/*.yaml: a community of a county; its settings lie over the project's."""

    community: Text = key("社区", ...)
    code: Text | None = key("编号")
    bindings: Annotated[dict[Text, Binding], named("姓名", "绑定：岗位下面写姓名、电话")] = key("绑定", {})
    enabled: Texts | None = key("启用")
    disabled: Texts = key("停用", ())
    changes: dict[Text, Any] = key("修改", {})
