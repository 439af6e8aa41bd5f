"""From bytes to data that knows its place, with a message for everything that officers break on the way."""

from powermodel.decode.document import Document
from powermodel.decode.marks import Map, Seq, Text, locate
from powermodel.decode.read import read, read_text
from powermodel.decode.validate import validate

__all__ = ["Document", "Map", "Seq", "Text", "locate", "read", "read_text", "validate"]
