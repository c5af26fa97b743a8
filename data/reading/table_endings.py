"""How the names of files end that may hold a table; what a file is, its bytes say."""

from __future__ import annotations

TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet")
PERHAPS_ENDINGS = (".txt", ".dat", ".data", "")  # of a table among the members of an archive
SHEET_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLE_ENDINGS = (*TEXT_ENDINGS, ".pq", ".txt", ".dat", ".data", *SHEET_ENDINGS, ".gz", ".zip")
