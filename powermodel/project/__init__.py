"""Find a project, read its files, lay its layers, resolve its references."""

from powermodel.project.files import find_root, library_root
from powermodel.project.load import Loaded, load

__all__ = ["Loaded", "find_root", "library_root", "load"]
