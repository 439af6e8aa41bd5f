"""Begin a project from the library, add a power, list what only the community knows."""

from powermodel.scaffold.begin import Begun, init, new
from powermodel.scaffold.library import Offer, ScaffoldError, offers
from powermodel.scaffold.local import posts_named, without_examples
from powermodel.scaffold.todo import Todo, todo

__all__ = [
    "Begun", "Offer", "ScaffoldError", "Todo", "init", "new", "offers", "posts_named", "todo", "without_examples",
]  # fmt: skip
