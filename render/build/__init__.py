"""All papers of a project in one go."""

from render.build.run import Built, Made, build

__all__ = ["Built", "Made", "build"]
