"""Time logs of other programs, read and written; nothing is dropped without a word."""

from planner.exchange.earlier import earlier_imports, undo_earlier
from planner.exchange.exporting import EXPORT_FORMATS, Exported, export_log, n_to_export
from planner.exchange.formats import FORMAT_TITLES, FORMATS, IMPORT_FORMATS
from planner.exchange.importing import Imported, import_planned
from planner.exchange.mapping import Mapping, PhaseFrom, Place
from planner.exchange.names import name_key
from planner.exchange.open_ends import OpenEnds
from planner.exchange.planned import (
    Fate,
    FilePreview,
    ImportPreview,
    PlannedEntry,
    ReadSource,
    SourceFile,
    plan_import,
    preview_import,
)
from planner.exchange.questions import Question, Unanswered
from planner.exchange.read_entries import ChosenColumns, DayOrder, ReadEntry, ReadFile, ReadOptions, Trouble, Unit
from planner.exchange.reading import read_file
from planner.exchange.table_layout import usual_columns
from planner.exchange.table_text import first_rows

__all__ = [
    "EXPORT_FORMATS",
    "FORMATS",
    "FORMAT_TITLES",
    "IMPORT_FORMATS",
    "ChosenColumns",
    "DayOrder",
    "Exported",
    "Fate",
    "FilePreview",
    "ImportPreview",
    "Imported",
    "Mapping",
    "OpenEnds",
    "PhaseFrom",
    "Place",
    "PlannedEntry",
    "Question",
    "ReadEntry",
    "ReadFile",
    "ReadOptions",
    "ReadSource",
    "SourceFile",
    "Trouble",
    "Unanswered",
    "Unit",
    "earlier_imports",
    "export_log",
    "first_rows",
    "import_planned",
    "n_to_export",
    "name_key",
    "plan_import",
    "preview_import",
    "read_file",
    "undo_earlier",
    "usual_columns",
]
