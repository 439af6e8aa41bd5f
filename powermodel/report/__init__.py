"""Findings as text for a meeting, JSON and SARIF for machines, markdown for the minutes; each its own module."""
