"""Which member of a .zip holds the table."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from data.errors import UnreadableFile
from data.reading.table_endings import PERHAPS_ENDINGS, SHEET_ENDINGS, TEXT_ENDINGS

_NAMES_SHOWN = 4


def table_member(path: Path) -> str:
    """Name of the one member that is a table.

    Members ending in a table's ending win over .txt and nameless ones; what a system adds (`__MACOSX/`, dot files)
    does not count.

    Raises
    ------
    UnreadableFile
        No table inside, more than one, a password, or a damaged archive.
    """
    members = _members(path)
    names = [member.filename for member in members]
    name = _only(path, names)
    if any(member.flag_bits & 0x1 for member in members if member.filename == name):
        raise UnreadableFile(f"{path.name} asks for a password. Unpack it, then choose {PurePosixPath(name).name}.")
    return name


def _members(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return [member for member in archive.infolist() if not _is_litter(member)]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableFile(f"{path.name} is a damaged .zip. Download or copy it again.") from error


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _only(path: Path, names: list[str]) -> str:
    for endings in (TEXT_ENDINGS, PERHAPS_ENDINGS):
        tables = [name for name in names if PurePosixPath(name).suffix.lower() in endings]
        if len(tables) == 1:
            return tables[0]
        if tables:
            raise UnreadableFile(f"{path.name} holds {len(tables)} tables: {_listed(tables)}. Unpack it, choose one.")
    if names and all(PurePosixPath(name).suffix.lower() in SHEET_ENDINGS for name in names):
        raise UnreadableFile(f"{path.name} holds {_listed(names)}. Unpack it, then choose the spreadsheet.")
    inside = f"only {_listed(names)}" if names else "nothing"
    raise UnreadableFile(f"{path.name} holds {inside}, not a table. Pack one CSV, JSON or Parquet file into it.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(PurePosixPath(name).name for name in names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown} and {len(names) - _NAMES_SHOWN} more"
