"""An .xlsx file: cells of labels are set in its XML, and every other part of it stays, byte by byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from data.errors import UnreadableFile
from data.reading.held_table import HeldTable
from data.rewriting.change import Change, Rewritten, text_frame

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"<(?P<prefix>\w+:)?c(?P<told>(?:\s[^>]*?)?)(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(r'\br="([A-Z]+[0-9]+)"')
_KIND = re.compile(r'\s+t="[^"]*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def rewrite_workbook(source: Path, out: Path, held: HeldTable, names: Sequence[str], change: Change) -> Rewritten:
    """Copy a workbook with other cells in the sheet that was read.

    Raises
    ------
    UnreadableFile
        The sheet is not found in it, or a cell that has to change is not.
    """
    places = [held.names.index(name) for name in names]
    cells, done = change(text_frame(names, ([row[place] for place in places] for row in held.rows))), Rewritten()
    done.count(cells, len(held.rows))
    new = {
        f"{_letters(held.column_numbers[held.names.index(name)])}{held.row_numbers[row]}": cell
        for name, column in cells.items()
        for row, cell in enumerate(column)
        if cell is not None
    }
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        sheet = _sheet_member(old, held.sheet, source.name)
        for member in old.infolist():
            content = old.read(member)
            written.writestr(member, _with_cells(content, new, source.name) if member.filename == sheet else content)
    return done


def _letters(number: int) -> str:
    """The letters of a column.

    >>> [_letters(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_member(book: zipfile.ZipFile, sheet: str, file_name: str) -> str:
    """The member of the archive that holds a sheet."""
    try:
        sheets = ElementTree.fromstring(book.read(_BOOK)).iter()
        found = next(one for one in sheets if one.tag.endswith("}sheet") and one.get("name") == sheet)
        relations = ElementTree.fromstring(book.read(_RELATIONS))
        target = next(one.get("Target", "") for one in relations if one.get("Id") == found.get(_RELATION_ID))
    except (KeyError, StopIteration, ElementTree.ParseError) as error:
        raise UnreadableFile(f"Sheet '{sheet}' was not found in {file_name}. Let the new file end in .csv.") from error
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _with_cells(content: bytes, new: dict[str, str], file_name: str) -> bytes:
    left = dict(new)

    def replaced(cell: re.Match[str]) -> str:
        reference = _REFERENCE.search(cell["told"])
        if reference is None or reference[1] not in left:
            return cell[0]
        return _cell(cell["prefix"] or "", cell["told"], left.pop(reference[1]))

    changed = _CELL.sub(replaced, content.decode("utf-8"))
    if left:
        first = next(iter(left))
        raise UnreadableFile(f"Cell {first} was not found in {file_name}. Let the new file end in .csv.")
    return changed.encode("utf-8")


def _cell(prefix: str, told: str, text: str) -> str:
    """A cell with another value; its style stays, and a number is one.

    >>> _cell("", ' r="C2" s="3" t="s"', "good")
    '<c r="C2" s="3" t="inlineStr"><is><t xml:space="preserve">good</t></is></c>'
    >>> _cell("x:", ' r="C2" s="3"', "1")
    '<x:c r="C2" s="3"><x:v>1</x:v></x:c>'
    """
    kept = _KIND.sub("", told).rstrip()
    if _NUMBER.fullmatch(text) and 't="' not in told:
        return f"<{prefix}c{kept}><{prefix}v>{text}</{prefix}v></{prefix}c>"
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
    return f'<{prefix}c{kept} t="inlineStr">{inner}</{prefix}c>'
