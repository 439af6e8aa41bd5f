"""Posts (岗位) and the duties that may not be in one hand."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from powermodel.model.base import Model, Text, Texts, choice, key, one_or_many


class Post(Model):
    """A post. ``nature``: 个人, 集体, 相对人 (the resident), 上级, 外部; ``duty``: 执行, 决策, 监督."""

    nature: choice("个人", "集体", "相对人", "上级", "外部") = key("性质", "个人")  # type: ignore[valid-type]
    duty: choice("执行", "决策", "监督") | None = key("职能")  # type: ignore[valid-type]
    belongs: Text | None = key("所属")
    persons: Texts = key("姓名", ())
    members: Texts = key("成员", ())
    chair: Text | None = key("主任")
    phone: Text | None = key("电话")
    place: Text | None = key("地点")
    hours: Text | None = key("时间")
    aliases: Texts = key("别名", ())
    duties: Texts = key("职责", ())
    traits: dict[Text, Texts] = key("成员情况", {})
    note: Text | None = key("说明")

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody bound to the post by name."""
        return tuple(dict.fromkeys((*self.persons, *self.members, *((self.chair,) if self.chair else ()))))


class Incompatible(Model):
    """Duties that one post, and one person, may not hold in one course of one power; one of the three is given."""

    posts: Texts = key("岗位", ())
    stages: Texts = key("环节", ())
    steps: Texts = key("步骤", ())
    reason: Text | None = key("理由")
    basis: Text | None = key("依据")

    @property
    def pair(self) -> tuple[str, ...]:
        """The operands as constraints write them: 岗位:…, 环节:… or step titles."""
        return (
            *(f"岗位:{p}" for p in self.posts),
            *(f"环节:{s}" for s in self.stages),
            *self.steps,
        )


def _posts(value: object) -> object:
    if isinstance(value, Mapping):
        return {k: {} if v in ("", None) else v for k, v in value.items()}
    return value


class PostFile(Model):
    """posts.yaml."""

    posts: Annotated[dict[Text, Post], BeforeValidator(_posts)] = key("岗位", {})
    incompatible: Annotated[tuple[Incompatible, ...], one_or_many] = key("不相容", ())
