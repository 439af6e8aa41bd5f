"""Findings as text for a meeting, JSON and SARIF for machines, markdown for the minutes."""

from powermodel.report.json_ import as_json
from powermodel.report.markdown import as_markdown
from powermodel.report.sarif import as_sarif
from powermodel.report.text import as_text, summary

__all__ = ["as_json", "as_markdown", "as_sarif", "as_text", "summary"]
