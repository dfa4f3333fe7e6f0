"""How long rows and derived files are stored, and the nightly task that deletes what is over.

`data/retention.csv` says it of every table; `pruning` deletes rows, `files` derived files without a
row. See docs/adr/0070-database-away-and-pruning.md.
"""
