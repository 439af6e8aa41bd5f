"""Begin a project from the library, add a power, list what only the community knows."""

from powermodel.scaffold.local import without_examples

__all__ = ["without_examples"]
