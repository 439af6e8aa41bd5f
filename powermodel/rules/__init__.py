"""The rules. One rule is one module, one page and one file of cases; see registry.py."""
