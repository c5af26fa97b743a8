"""A data file on disk, opened as a stream of plain bytes: packed or not, and refused clearly where it is no table."""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from data.errors import UnreadableFile
from data.reading.spreadsheet_files import OLD_OFFICE, is_spreadsheet
from data.reading.zip_member import table_member

BOMB_BYTES = 16 * 2**20  # unpacked bytes of which the ratio is looked at, again and again
BOMB_RATIO = 200  # text packs 3 to 20 times, a column of zeros 100 times; deflate can reach 1,032

FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"7z\xbc\xaf", "packed with 7-Zip"),
    (b"Rar!", "packed with RAR"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89HDF", "an HDF5 file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"\x80\x05\x95", "a Python pickle"),
    (b"\x7fELF", "a program"),
)
READABLE = "CSV, TSV, JSON Lines, a JSON array or Parquet, also as .gz or .zip"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that may hold a table. `member` is the table inside a .zip, "" elsewhere; `size` counts bytes on disk.

    A spreadsheet is no stream of rows: its bytes are read by the library for it.
    """

    path: Path
    size: int
    compression: str = ""
    member: str = ""
    is_spreadsheet: bool = False

    @property
    def name(self) -> str:
        """The file's name as messages say it."""
        return self.path.name

    @contextmanager
    def stream(self) -> Iterator[GuardedStream]:
        """Unpacked bytes from the beginning; every fault of the packing is an UnreadableFile."""
        with ExitStack() as opened:
            with _faults_of(self.name):
                raw = opened.enter_context(self.path.open("rb"))
                unpacked = opened.enter_context(self._unpacked(raw))
            yield GuardedStream(unpacked, raw, self)

    @contextmanager
    def _unpacked(self, raw: BinaryIO) -> Iterator[BinaryIO]:
        if self.compression == "gz":
            with gzip.GzipFile(fileobj=raw) as packed:
                yield packed  # type: ignore[misc]
        elif self.compression == "zip":
            with zipfile.ZipFile(raw) as archive, archive.open(self.member) as packed_member:
                yield packed_member  # type: ignore[misc]
        else:
            yield raw

    def head(self, size: int) -> bytes:
        """The first `size` unpacked bytes, fewer if the file is shorter."""
        with self.stream() as stream:
            return stream.read_up_to(size)

    def samples(self, count: int, size: int) -> list[bytes]:
        """Blocks spread over a plain file, so that a late accent is not missed; only the head of a packed one."""
        if self.compression or self.size <= count * size:
            return [self.head(count * size)]
        with self.path.open("rb") as raw:
            return [_block_at(raw, i * (self.size - size) // (count - 1), size) for i in range(count)]


def open_table_file(path: Path) -> TableFile:
    """Look at a file from outside, and refuse what cannot be a table.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, locked, a foreign kind, or an archive without one table.
    """
    try:
        return _look_at(path)
    except PermissionError as error:
        raise UnreadableFile(f"{path.name} may not be read. Check who may open it.") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened ({error.strerror or error}). Check the disk.") from error


def _look_at(path: Path) -> TableFile:
    _check_is_file(path)
    size = path.stat().st_size
    with path.open("rb") as raw:
        beginning = raw.read(16)
    if not beginning:
        raise UnreadableFile(f"{path.name} is empty. Choose a file with a text and a label column.")
    for signature, name in FOREIGN:
        if beginning.startswith(signature):
            raise UnreadableFile(f"{path.name} is {name}, not a table. Save the data as {READABLE}.")
    if beginning.startswith(b"\x1f\x8b"):
        return TableFile(path, size, "gz")
    if beginning.startswith(OLD_OFFICE):
        return TableFile(path, size, is_spreadsheet=True)
    if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if is_spreadsheet(path):
            return TableFile(path, size, is_spreadsheet=True)
        return TableFile(path, size, "zip", table_member(path))
    return TableFile(path, size)


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise UnreadableFile(f"{path.name} is a folder. Choose the file with the table inside it.")
    if not path.exists():
        raise UnreadableFile(f"{path} does not exist. Check the path and the spelling.")
    if not path.is_file():
        raise UnreadableFile(f"{path.name} is not an ordinary file. Choose {READABLE}.")


@contextmanager
def _faults_of(name: str) -> Iterator[None]:
    """Every way in which a file or its packing can fail, as one sentence."""
    try:
        yield
    except EOFError as error:
        raise UnreadableFile(f"{name} ends too early. Download or copy it again.") from error
    except (zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise UnreadableFile(f"{name} is damaged. Download or copy it again.") from error
    except NotImplementedError as error:
        raise UnreadableFile(f"{name} is packed in a way that cannot be read. Unpack it, choose the table.") from error
    except OSError as error:
        if error.strerror is None:  # how bzip2 says that its data are broken
            raise UnreadableFile(f"{name} is damaged. Download or copy it again.") from error
        raise UnreadableFile(f"{name} cannot be read ({error.strerror}). Check the disk.") from error


def _block_at(raw: BinaryIO, offset: int, size: int) -> bytes:
    raw.seek(offset)
    return raw.read(size)


class GuardedStream(io.RawIOBase):
    """Unpacked bytes that know how far the file on disk was read, and stop at a bomb or a broken archive."""

    def __init__(self, unpacked: BinaryIO, raw: BinaryIO, file: TableFile) -> None:
        self._unpacked = unpacked
        self._raw = raw
        self._file = file
        self._bytes_out = 0  # since the last look at their ratio
        self._looked_at = 0  # where that was, in the file on disk

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes; 0 at the end."""
        chunk = self._read_checked(len(buffer))
        buffer[: len(chunk)] = chunk
        self._bytes_out += len(chunk)
        self._check_bomb()
        return len(chunk)

    def read_up_to(self, size: int) -> bytes:
        """Exactly `size` bytes, or all that are left."""
        return io.BufferedReader(self, 1 << 18).read(size)

    @property
    def position(self) -> int:
        """How many bytes of the file on disk have been taken in."""
        return self._raw.tell()

    @property
    def share_read(self) -> float:
        """Share of the file on disk that has been taken in, 0 to 1."""
        return min(1.0, self.position / max(1, self._file.size))

    def _read_checked(self, size: int) -> bytes:
        with _faults_of(self._file.name):
            return self._unpacked.read(size)

    def _check_bomb(self) -> None:
        if not self._file.compression or self._bytes_out < BOMB_BYTES:
            return
        if self._bytes_out > BOMB_RATIO * max(1, self.position - self._looked_at):
            raise UnreadableFile(
                f"{self._file.name} unpacks to more than {BOMB_RATIO} times its size, which no text does. "
                "Unpack it yourself, look at it, and choose the table."
            )
        self._bytes_out, self._looked_at = 0, self.position
