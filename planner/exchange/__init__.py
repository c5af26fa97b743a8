"""Time logs of other programs, read and written; nothing is dropped without a word."""

from planner.exchange.exporting import EXPORT_FORMATS, Exported, export_log
from planner.exchange.importing import Imported, import_planned
from planner.exchange.mapping import Mapping, PhaseFrom
from planner.exchange.open_ends import OpenEnds
from planner.exchange.planned import FilePreview, ImportPreview, PlannedEntry, SourceFile, preview_import
from planner.exchange.read_entries import ChosenColumns, DayOrder, ReadEntry, ReadOptions, Trouble
from planner.exchange.reading import IMPORT_FORMATS, read_file

__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "ChosenColumns",
    "DayOrder",
    "Exported",
    "FilePreview",
    "ImportPreview",
    "Imported",
    "Mapping",
    "OpenEnds",
    "PhaseFrom",
    "PlannedEntry",
    "ReadEntry",
    "ReadOptions",
    "SourceFile",
    "Trouble",
    "export_log",
    "import_planned",
    "preview_import",
    "read_file",
]
