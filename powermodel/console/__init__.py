"""The terminal: Chinese words for the command line itself, and output that no code page can make fail."""

from powermodel.console.chinese import ChineseCommand, ChineseGroup, complaint
from powermodel.console.output import emit, paint, prepare, say

__all__ = ["ChineseCommand", "ChineseGroup", "complaint", "emit", "paint", "prepare", "say"]
