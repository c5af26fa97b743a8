"""How the bytes of a file become characters."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from data.errors import UnreadableFile

MARK = "\ufeff"  # of the byte order; programs that add one to what has one make two
FALLBACK = "callit_western"  # error handler for a stray byte in a file that is otherwise UTF-8
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EVIDENCE_BYTES = 32_768
_SAMPLES, _SAMPLE_BYTES = 16, 1 << 16  # of what is in memory
_MOST_STRAYS = 0.05  # bytes for each character beyond ASCII
_CONTROLS = bytes({*range(1, 9), *range(14, 27), 28, 29, 30, 31})
_FEW, _FEW_KINDS = 100, 10  # bytes beyond ASCII: too few for statistics
_WESTERN_LETTERS = "àâäáãåæçéèêëíìîïñóòôöõøœßúùûüÀÂÄÁÃÅÆÇÉÊËÍÎÏÑÓÔÖÕØŒÚÛÜ"
_OTHER_THAN_WESTERN = re.compile(rf"[{_WESTERN_LETTERS}]{{3}}|[^\x00-\x7f{_WESTERN_LETTERS}€£§°²³«»¿¡“”„‘’–—…·\xa0]")
_SYMBOL_IN_WORD = re.compile(r"[^\W\d_][£¥¦³¹²º¼½¾¿¯¢]|[£³¹¼½¾¿][^\W\d_]|[øì]")


def find_encoding(samples: list[bytes], file_name: str) -> str:
    """Python codec name for a file, from blocks of its bytes; the first block is its head.

    UTF-8 wins wherever it fits, a few stray bytes and characters cut at the ends of a block aside; otherwise the guess
    is charset-normalizer's, from the lines that are not ASCII.

    Raises
    ------
    UnreadableFile
        Binary, or in no encoding that makes sense.
    """
    for mark, name in _BOMS:
        if samples[0].startswith(mark):
            return name
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
    if encoding.startswith("iso8859_"):
        return f"ISO 8859-{encoding[8:]}"
    return encoding.upper().removesuffix("-LE").removesuffix("-BE").removesuffix("-SIG")


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
    beyond_ascii = [byte for byte in evidence if byte >= 0x80]
    if (len(beyond_ascii) < _FEW or len(set(beyond_ascii)) < _FEW_KINDS) and _is_plainly_western(evidence):
        return "cp1252"
    matches = from_bytes(evidence)
    best = matches.best()
    if best is None:
        raise UnreadableFile(
            f"{file_name} is in no encoding that makes sense as text. Save it as UTF-8, then choose it again."
        )
    if best.encoding in _LOOKALIKES and _reads_as_western(evidence):
        return "cp1252"
    return best.encoding


_LOOKALIKES = frozenset({
    "cp1250", "cp1254", "cp1257", "cp1258", "iso8859_10", "iso8859_15", "iso8859_9", "latin_1", "mac_latin2", "cp775",
})  # fmt: skip


def _is_plainly_western(evidence: bytes) -> bool:
    """Whether the few bytes beyond ASCII are accents of Western Europe, one or two in a word, or marks of print."""
    try:
        text = evidence.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return _OTHER_THAN_WESTERN.search(text) is None


def _reads_as_western(evidence: bytes) -> bool:
    """Western European bytes make sense in Central European tables too; a symbol inside a word tells them apart."""
    try:
        text = evidence.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return _SYMBOL_IN_WORD.search(text) is None
