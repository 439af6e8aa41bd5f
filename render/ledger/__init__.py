"""The risk ledger: every countermeasure of every risk point in one table, for a spreadsheet and for the eye."""

from render.ledger.rows import COLUMNS, Line, ledger
from render.ledger.tables import ledger_csv, ledger_html

__all__ = ["COLUMNS", "Line", "ledger", "ledger_csv", "ledger_html"]
