"""Time logs of other programs, read and written; nothing is dropped without a word."""

from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import (
    ChosenColumns,
    DayOrder,
    ReadEntry,
    ReadFile,
    ReadOptions,
    Trouble,
    Unit,
)
from planner.exchange.entries.table_text import first_rows
from planner.exchange.exporting import Exported, export_log, n_to_export
from planner.exchange.formats.registry import EXPORT_FORMATS, FORMAT_TITLES, FORMATS, IMPORT_FORMATS
from planner.exchange.importing.earlier import earlier_imports, undo_earlier
from planner.exchange.importing.importing import Imported, import_planned
from planner.exchange.importing.mapping import Mapping, PhaseFrom, Place
from planner.exchange.importing.missing_ends import EndRule
from planner.exchange.importing.names import name_key
from planner.exchange.importing.planning import plan_import, preview_import
from planner.exchange.importing.preview import (
    Fate,
    FilePreview,
    ImportPreview,
    PlannedEntry,
    ReadSource,
    SourceFile,
)
from planner.exchange.reading import read_file
from planner.exchange.tables.table_layout import usual_columns
from planner.store.imports import EarlierImport

__all__ = [
    "EXPORT_FORMATS",
    "FORMATS",
    "FORMAT_TITLES",
    "IMPORT_FORMATS",
    "ChosenColumns",
    "DayOrder",
    "EarlierImport",
    "EndRule",
    "Exported",
    "Fate",
    "FilePreview",
    "ImportPreview",
    "ImportQuestion",
    "Imported",
    "Mapping",
    "PhaseFrom",
    "Place",
    "PlannedEntry",
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
