"""Which files are spreadsheets, told from their bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from data.errors import UnreadableFile

OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, or another document of that time, or one locked with a password
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_DOCUMENT = "[Content_Types].xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def is_spreadsheet(path: Path) -> bool:
    """Whether a .zip is a workbook (.xlsx, .xlsb, .ods).

    Raises
    ------
    UnreadableFile
        It is another document, such as a letter or slides.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError, OSError):
        return False  # said by the one that looks for a table in the archive
    if kind.startswith(_OPEN_DOCUMENT + b"spreadsheet") or any(name in names for name in _WORKBOOKS):
        return True
    if _DOCUMENT in names or kind.startswith(_OPEN_DOCUMENT):
        raise UnreadableFile(f"{path.name} is a document, not a table. Save its table as CSV, then choose that.")
    return False
