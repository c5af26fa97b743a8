"""Spreadsheets that would fill the memory are refused before they are opened: a sheet is read whole."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from data.errors import UnreadableFile
from data.reading.table_file import TableFile

MOST_BYTES = 128 * 2**20  # unpacked
MOST_CELLS = 20_000_000  # of the rectangle that a sheet spans, most of them perhaps empty
_CHUNK = 1 << 20
_OVERLAP = 64  # bytes in which the place of a cell may be cut
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'<table:table-(?:row|cell)[^>]*repeated="(\d{5,})"[^>]*>(?=<[^>]*office:value)')
_REPEATED_VALUE = re.compile(rb'<table:table-cell(?=[^>]*office:value)[^>]*repeated="(\d{5,})"')


def refuse_huge(file: TableFile) -> None:
    """Refuse what unpacks to too much, or spans too many cells.

    Raises
    ------
    UnreadableFile
        With what to do.
    """
    if not zipfile.is_zipfile(file.path):  # .xls: not packed
        if file.size > MOST_BYTES:
            raise UnreadableFile(_too_large(file))
        return
    try:
        _check_archive(file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError) as error:
        raise UnreadableFile(
            f"{file.name} is a damaged spreadsheet. Download or copy it again, or save its table as CSV."
        ) from error


def _check_archive(file: TableFile) -> None:
    total = 0
    with zipfile.ZipFile(file.path) as archive, file.path.open("rb") as raw:
        for member in archive.infolist():
            span = _Span()
            for chunk in _unpacked(raw, member, file.path):
                total += len(chunk)
                if total > MOST_BYTES:
                    raise UnreadableFile(_too_large(file))
                span.see(chunk)
            if span.cells > MOST_CELLS:
                raise UnreadableFile(
                    f"{file.name} has a sheet with cells far apart ({span.cells:,} cells between them). "
                    "Delete the stray ones, or save the table as CSV and choose that."
                )


def _unpacked(raw: BinaryIO, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The bytes of a member as they are, whatever size the archive claims for it."""
    raw.seek(member.header_offset)
    header = raw.read(30)
    if header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(path.name)
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left = member.compress_size
    while left > 0 and (packed := raw.read(min(_CHUNK, left))):
        left -= len(packed)
        while packed:
            chunk = packed if inflate is None else inflate.decompress(packed, _CHUNK)
            packed = b"" if inflate is None else inflate.unconsumed_tail
            yield chunk


class _Span:
    """The last row and column of a sheet, seen while its text passes by."""

    def __init__(self) -> None:
        self._rows = self._columns = 1
        self._repeated = 1
        self._end = b""

    @property
    def cells(self) -> int:
        return max(self._rows * self._columns, self._repeated)

    def see(self, chunk: bytes) -> None:
        text = self._end + chunk
        for letters, row in _PLACE.findall(text):
            self._rows = max(self._rows, int(row))
            self._columns = max(self._columns, _column(letters))
        for times in (*_REPEATED.findall(text), *_REPEATED_VALUE.findall(text)):
            self._repeated = max(self._repeated, int(times) * 1_000)
        self._end = text[-_OVERLAP:]


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place


def _too_large(file: TableFile) -> str:
    return (
        f"{file.name} unpacks to more than {MOST_BYTES >> 20} MB, too much for a spreadsheet, which is held whole. "
        "Save its table as CSV, then choose that: a CSV file may be of any size."
    )
