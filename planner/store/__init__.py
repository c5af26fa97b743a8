"""One SQLite file, `callit.db`: the only SQL of the planner. Methods take and give domain objects or DataFrames."""

from planner.store.connection import DATABASE_FILE
from planner.store.exclusive import DatabaseInUse, close_for_all
from planner.store.opening import Store, open_store

__all__ = ["DATABASE_FILE", "DatabaseInUse", "Store", "close_for_all", "open_store"]
