"""How the bytes of a file become characters."""

from __future__ import annotations

import codecs
import re

from chardet import EncodingEra, detect

from data.errors import UnreadableFile

MARK = "\ufeff"  # of the byte order; programs that add one to what has one make two
BLANK = f"{MARK} \r\n\t"
FALLBACK = "callit_western"  # error handler for a stray byte in a file that is otherwise UTF-8
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHIFTS_TO_JAPANESE = re.compile(rb"\x1b\$[@B]")  # seven bits to a byte, as in mail
_EVIDENCE_BYTES = 32_768
_SAMPLES, _SAMPLE_BYTES = 16, 1 << 16  # of what is in memory
_MOST_STRAYS = 0.05  # bytes for each character beyond ASCII
_CONTROLS = bytes({*range(1, 9), *range(14, 27), 28, 29, 30, 31})
_ERAS = EncodingEra.ALL & ~EncodingEra.MAINFRAME
_HARDLY_EVER = ("iso8859-10", "iso8859-13", "iso8859-14", "iso8859-16", "cp1006", "cp775", "cp856", "cp861")
_SURE, _LEAST_SURE = 0.12, 0.04  # a page of text has 0.2 and more, a few accents 0.07, bytes by chance 0.03
_WESTERN_LETTERS = "àâäáãåæçéèêëíìîïñóòôöõøœßúùûüÀÂÄÁÃÅÆÇÉÊËÍÎÏÑÓÔÖÕØŒÚÛÜ"
_OTHER_THAN_WESTERN = re.compile(rf"[{_WESTERN_LETTERS}]{{3}}|[^\x00-\x7f{_WESTERN_LETTERS}€£§°²³«»¿¡“”„‘’–—…·\xa0]")


def find_encoding(samples: list[bytes], file_name: str) -> str:
    """Python codec name for a file, from blocks of its bytes; the first block is its head.

    UTF-8 wins wherever it fits, a few stray bytes and characters cut at the ends of a block aside; otherwise the guess
    is chardet's, from the lines that are not ASCII, where these say enough.

    Raises
    ------
    UnreadableFile
        Binary, or in no encoding that makes sense.
    """
    for mark, name in _BOMS:
        if samples[0].startswith(mark):
            return name
    if samples[0].isascii() and _SHIFTS_TO_JAPANESE.search(samples[0]):
        return "iso2022_jp"
    unmarked = utf16_without_mark(samples[0])
    if unmarked is not None:
        return unmarked
    _refuse_binary(samples, file_name)
    if all(_is_utf8(sample) for sample in samples) or _is_nearly_utf8(samples):
        return "utf-8"
    return _guessed(_evidence(samples), file_name)


def decode(content: bytes, file_name: str) -> tuple[str, str]:
    """The text of a file that is in memory, without marks of the byte order, and the codec that was found for it.

    Raises
    ------
    UnreadableFile
        Binary, or in no encoding that makes sense.
    """
    encoding = find_encoding(_samples(content), file_name)
    return content.decode(encoding, error_handler(encoding)).lstrip(MARK), encoding


def decoded_head(head: bytes, encoding: str) -> str:
    """The characters of a file's beginning; one that is cut at its end is left out."""
    return codecs.getincrementaldecoder(encoding)(error_handler(encoding)).decode(head, final=False)


def _samples(content: bytes) -> list[bytes]:
    """Blocks spread over the content, the first of them its head."""
    last = max(0, len(content) - _SAMPLE_BYTES)
    starts = sorted({last * place // (_SAMPLES - 1) for place in range(_SAMPLES)})
    return [content[start : start + _SAMPLE_BYTES] for start in starts]


def encoding_words(encoding: str) -> str:
    """An encoding as people call it.

    >>> encoding_words("cp1252"), encoding_words("iso8859_2"), encoding_words("utf-16-le")
    ('Windows-1252', 'ISO 8859-2', 'UTF-16')
    """
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    if encoding.startswith(("iso8859_", "iso8859-")):
        return f"ISO 8859-{encoding[8:]}"
    return encoding.upper().removesuffix("-LE").removesuffix("-BE").removesuffix("-SIG")


def guess_words(encoding: str) -> str | None:
    """That an encoding was a guess, as a sentence; None where the bytes leave no doubt.

    >>> guess_words("cp1254"), guess_words("utf-8")
    ('The file is not UTF-8; it was read as Windows-1254.', None)
    """
    if encoding.startswith(("utf-", "ascii")):
        return None
    return f"The file is not UTF-8; it was read as {encoding_words(encoding)}."


def error_handler(encoding: str) -> str:
    """Name of the codec error handler: a stray byte among UTF-8 is read as Western European, not lost."""
    return FALLBACK if encoding.startswith("utf-8") else "replace"


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(FALLBACK, _as_western)


def _is_utf8(sample: bytes) -> bool:
    start = 0
    while start < min(3, len(sample)) and 0x80 <= sample[start] < 0xC0:
        start += 1
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample[start:], final=False)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(samples: list[bytes]) -> bool:
    """Whether stray bytes are rare among the characters beyond ASCII: no other encoding looks so."""
    strays = characters = 0
    for sample in samples:
        text = sample.decode("utf-8", "ignore")
        characters += sum(not character.isascii() for character in text)
        strays += len(sample) - len(text.encode())
    return strays <= _MOST_STRAYS * characters


def utf16_without_mark(head: bytes) -> str | None:
    """The codec of text in which every other byte is zero; None for any other."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    zeros_low, zeros_high = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if zeros_high > 0.5 and zeros_low < 0.05:
        return "utf-16-le"
    if zeros_low > 0.5 and zeros_high < 0.05:
        return "utf-16-be"
    return None


def _refuse_binary(samples: list[bytes], file_name: str) -> None:
    for sample in samples:
        controls = len(sample) - len(sample.translate(None, _CONTROLS))
        if sample.count(0) > len(sample) // 1_000 or controls > len(sample) // 100:
            raise UnreadableFile(
                f"{file_name} is binary, not a table of text. Save the data as CSV, JSON Lines or Parquet."
            )


def _evidence(samples: list[bytes]) -> bytes:
    lines = [line for sample in samples for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    return b"\n".join(lines)[:_EVIDENCE_BYTES]


def _guessed(evidence: bytes, file_name: str) -> str:
    found = detect(evidence, encoding_era=_ERAS, prefer_superset=False, exclude_encodings=_HARDLY_EVER)
    if found["confidence"] < _SURE and _is_plainly_western(evidence):
        return "cp1252"
    if found["encoding"] is None or found["confidence"] < _LEAST_SURE:
        raise UnreadableFile(
            f"{file_name} is in no encoding that makes sense as text. Save it as UTF-8, then choose it again."
        )
    name = codecs.lookup(found["encoding"]).name
    return "cp1252" if name == "iso8859-1" else name


def _is_plainly_western(evidence: bytes) -> bool:
    """Whether the few bytes beyond ASCII are accents of Western Europe, one or two in a word, or marks of print."""
    try:
        text = evidence.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return _OTHER_THAN_WESTERN.search(text) is None
