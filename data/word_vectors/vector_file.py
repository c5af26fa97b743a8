"""A file of word vectors on disk, opened as a stream of plain bytes, packed or not; what is none is refused."""

from __future__ import annotations

import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, cast

from data.errors import UnusableVectors
from data.reading.table_file import FOREIGN

READABLE = "GloVe or word2vec text, fastText .vec, word2vec .bin, .npz or .safetensors, also as .gz or .zip"
HEAD_BYTES = 1 << 16
_COUNTS = re.compile(rb"\s*(\d+) (\d+)\s*?\n")
_NUMBERS = re.compile(rb"[0-9eE+\-. \t\r\nnaif]*\Z")
_FASTTEXT_MODEL = (793_712_314).to_bytes(4, "little")
_NO_VECTORS = (
    *FOREIGN,
    (_FASTTEXT_MODEL, "a fastText model, of which only the text file beside it (.vec) can be read"),
    (b"PAR1", "a Parquet table"),
    (b"GGUF", "a language model"),
    (b"\xef\xbb\xbf<", "a web page"),
    (b"<", "a web page"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_SHOWN = 60  # characters of a line


class VectorKind(StrEnum):
    """The kinds of file that can be read; the value is what screens say."""

    TEXT = "text"
    BINARY = "word2vec binary"
    NPZ = ".npz"
    SAFETENSORS = ".safetensors"


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A file that looks like word vectors. `compression` is "", "gz" or "zip"; `member` is what is read of a .zip."""

    path: Path
    kind: VectorKind = VectorKind.TEXT
    compression: str = ""
    member: str = ""

    @property
    def name(self) -> str:
        """The file as messages say it."""
        return f"{PurePosixPath(self.member).name} in {self.path.name}" if self.member else self.path.name

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """Unpacked bytes from the beginning; every fault of disk or packing is an `UnusableVectors`."""
        with faults_of(self.name), ExitStack() as opened:
            raw = opened.enter_context(self.path.open("rb"))
            if self.compression == "gz":
                yield cast(IO[bytes], opened.enter_context(gzip.GzipFile(fileobj=raw)))
            elif self.compression == "zip":
                archive = opened.enter_context(zipfile.ZipFile(raw))
                yield opened.enter_context(archive.open(self.member))
            else:
                yield raw


def vector_file(path: Path) -> VectorFile:
    """What kind of word vectors a file holds, from its beginning.

    Raises
    ------
    UnusableVectors
        It is missing, or looks like none, with one sentence.
    """
    if not path.is_file():
        found = "is a folder" if path.is_dir() else "was not found"
        raise UnusableVectors(f"The file of word vectors {path} {found}. Name a file of {READABLE}, or 'english'.")
    packed = _unpacked(path)
    with packed.stream() as stream:
        head = stream.read(HEAD_BYTES)
    return VectorFile(path, _kind(head, packed), packed.compression, packed.member)


@contextmanager
def faults_of(name: str) -> Iterator[None]:
    """Every fault of disk or packing as one sentence."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise damaged(name, "its packing ends early or is damaged") from error
    except RuntimeError as error:  # what zipfile says of a password
        raise UnusableVectors(f"{name} asks for a password. Unpack it, then choose what was in it.") from error
    except NotImplementedError as error:
        raise UnusableVectors(f"{name} is packed in a way that cannot be read. Unpack it first.") from error
    except OSError as error:
        raise UnusableVectors(f"The word vectors {name} cannot be read ({error.strerror or error}).") from error


def damaged(name: str, found: str) -> UnusableVectors:
    """The refusal of a file that is not whole."""
    return UnusableVectors(f"The word vectors {name} are damaged or cut off: {found}. Download or copy the file again.")


def foreign(name: str, found: str) -> UnusableVectors:
    """The refusal of a file that is something else."""
    return UnusableVectors(f"{name} holds no word vectors: {found}. Expected {READABLE}.")


def shown_line(line: bytes) -> str:
    """The beginning of a line as a message can show it.

    >>> shown_line(b"text,label\\r\\n")
    "'text,label'"
    """
    text = line.decode("utf-8", "replace").strip()
    printable = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: _MOST_SHOWN + 1])
    return f"'{printable[:_MOST_SHOWN]}{'…' if len(printable) > _MOST_SHOWN else ''}'"


def _unpacked(path: Path) -> VectorFile:
    """How the file is packed; a .zip with arrays only is a .npz, which is read as it is."""
    with faults_of(path.name), path.open("rb") as raw:
        head = raw.read(4)
    if head[:2] == b"\x1f\x8b":
        return VectorFile(path, compression="gz")
    if head in _PACKED and not (members := _members(path))[0].filename.endswith(".npy"):
        return VectorFile(path, compression="zip", member=members[0].filename)
    return VectorFile(path)


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """What a .zip holds, the largest first: vectors lie beside a licence, and beside shorter ones of the same words."""
    with faults_of(path.name), zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not _is_litter(member)]
    if not members:
        raise foreign(path.name, "the .zip is empty")
    if any(member.filename.endswith(".pkl") for member in members):
        raise _pickled(path.name)
    return sorted(members, key=lambda member: -member.file_size)


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return member.is_dir() or any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _kind(head: bytes, packed: VectorFile) -> VectorKind:
    if not head.strip():
        raise foreign(packed.name, "it is empty")
    if head[:4] in _PACKED:
        return VectorKind.NPZ
    if is_safetensors(head):
        return VectorKind.SAFETENSORS
    if _PICKLE.match(head):
        raise _pickled(packed.name)
    counts = _COUNTS.match(head)
    rows = b"" if counts is None else head[counts.end() :]
    if rows.strip() and not _is_text_row(rows):
        return VectorKind.BINARY
    _refuse_foreign(head, packed.name)
    return VectorKind.TEXT


def _pickled(name: str) -> UnusableVectors:
    return UnusableVectors(
        f"{name} is a Python pickle, which is never loaded as it can run code. Save the vectors in another form, such "
        "as gensim's save_word2vec_format('vectors.bin', binary=True)."
    )


def is_safetensors(head: bytes) -> bool:
    """Whether a file begins with the length of a JSON object, and the object."""
    return len(head) > 8 and head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") < 2**32


def _is_text_row(rows: bytes) -> bool:
    """Whether numbers as text stand behind the first word."""
    numbers = rows.partition(b"\n")[0].partition(b" ")[2]
    return bool(numbers) and _NUMBERS.match(numbers) is not None


def _refuse_foreign(head: bytes, name: str) -> None:
    for signature, words in _NO_VECTORS:
        if head.startswith(signature) and not _begins_with_row(head):
            raise foreign(name, f"it is {words}")
    if b"\0" in head:
        raise foreign(name, "it is neither UTF-8 text nor arrays")


def _begins_with_row(head: bytes) -> bool:
    """Whether the first line is a word with numbers, whatever the word is."""
    fields = head.partition(b"\n")[0].split()
    return len(fields) > 2 and _NUMBERS.match(b" ".join(fields[1:])) is not None
