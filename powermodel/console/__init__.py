"""The terminal: the program and its options in Chinese words, and output that no code page can make fail."""

from powermodel.console.output import emit, paint, say

__all__ = ["emit", "paint", "say"]
