"""The words of a text, in any script: quick to find, small letters, for counting and for showing.

A word is a run of letters, digits, marks and inner apostrophes, `@user` and `[link]` (what cleaning puts in) among
them. Each letter of a script written without blanks (Chinese, Japanese, Thai, …) is a word of its own, and so is an
emoji.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

BREAK = "\n"  # stands between two words that punctuation keeps apart
_WITHOUT_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff"  # fmt: skip  # noqa: E501
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001faff"
_BREAKS = '.,;:!?()"…。，、；：！？「」『』（）\u061f\u060c\u06d4\u0964'
_BREAK_WORD = f"[{re.escape(_BREAKS)}]+"
_ASCII = re.compile(rf"@user|\[link\]|\w+(?:'\w+)*|{_BREAK_WORD}", re.ASCII)
_ALONE = re.compile(f"[{_WITHOUT_BLANKS}]")
_LETTER = re.compile(r"\w")


def words_and_breaks(text: str) -> list[str]:
    """All words in order, with punctuation between them as it stands (see `is_break`).

    >>> words_and_breaks("Don't go, @user: 東京"), words_and_breaks("Größe L")
    (["don't", 'go', ',', '@user', ':', '東', '京'], ['größe', 'l'])
    """
    lower = text.lower()
    return _ASCII.findall(lower) if lower.isascii() else _any_script().findall(lower)


def is_break(word: str) -> bool:
    """Whether it is punctuation from `words_and_breaks`, not a word."""
    return word[0] in _BREAKS


def pair_words(left: str, right: str) -> str:
    """Two neighbours as a person reads them: letters of a script without blanks stand close.

    >>> pair_words("late", "flight"), pair_words("東", "京")
    ('late flight', '東京')
    """
    close = _ALONE.match(left) is not None and _ALONE.match(right) is not None
    return f"{left}{right}" if close else f"{left} {right}"


def is_without_blanks(texts: list[str]) -> bool:
    """Whether most letters of these texts belong to a script written without blanks: then characters are counted.

    >>> is_without_blanks(["東京は今日も晴れ"]), is_without_blanks(["Tokyo (東京) is sunny today"])
    (True, False)
    """
    beginnings = " ".join(text[:100] for text in texts)
    return len(_ALONE.findall(beginnings)) > len(_LETTER.findall(beginnings)) / 2


@cache
def _any_script() -> re.Pattern[str]:
    marks = _marks()
    letter = rf"[^\W{_WITHOUT_BLANKS}][{marks}]*"
    alone = f"[{_WITHOUT_BLANKS}{_EMOJI}][{marks}]*"
    return re.compile(rf"@user|\[link\]|(?:{letter})+(?:['’](?:{letter})+)*|{alone}|{_BREAK_WORD}")


def _marks() -> str:
    """Accents and vowel signs that stand behind their letter (Unicode category M), which `\\w` leaves out."""
    signs = map(chr, range(0x300, 0xFE30))
    return "".join(re.escape(sign) for sign in signs if unicodedata.category(sign).startswith("M"))
