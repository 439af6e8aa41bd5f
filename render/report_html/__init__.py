"""The review report as a web page."""

from render.report_html.make import report_html

__all__ = ["report_html"]
