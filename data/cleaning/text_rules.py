"""The rules that mend a text without judging it: quick, and careful with every script.

Each rule is a function from a text to the mended text, with a sign that is in every text which it changes: of a whole
column only texts with the sign are looked at.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import ftfy
from ftfy.badness import is_bad
from ftfy.chardata import ALTERED_UTF8_RE, LOSSY_UTF8_RE
from ftfy.fixes import restore_byte_a0

from data.cleaning.signs import Sign, holding, holding_beyond_ascii, longer_than

LONGEST_TEXT = 20_000  # characters; a network reads a few hundred words

_TAGS = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|dd|del|div|dl|dt|em|embed|"
    "figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|ol|"
    "option|p|param|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|"
    "tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->|<!doctype[^<>]*>", re.IGNORECASE | re.DOTALL)
_UNSEEN_BLOCK = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'\]]*[^\s<>\"'\].,;:!?)]", re.IGNORECASE)
_HANDLE = re.compile(r"@(?<![A-Za-z0-9_.@/]@)[A-Za-z0-9_]{2,30}(?![A-Za-z0-9_@])")  # begins with "@": found fast
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]"
)
_SPLITTING = "\x1c\x1d\x1e\x1f"  # invisible, and blank space to `str.split`
# The first byte of a character read as one of its own, and what may follow it.
_PERHAPS_MOJIBAKE = r"[\x80-\x9f]|[\xc2-\xf4√¬‚Γ├┬╬╨╤][^\x00-\x7f]|[РСВГ][^\x00-\x7fА-я]"
_PERHAPS_MOJIBAKE_HERE = re.compile(_PERHAPS_MOJIBAKE)
_PERHAPS_BAD = re.compile("[\x80-\x9fŒœÂÃ]|[^\x00-\x7f]{2}")  # in every text that ftfy calls bad, and found faster
_NEVER_AT_ONCE = b"\xed\xc0"  # of UTF-8's variants
# The signs are wider than what the rules look for: RE2 and Python differ in what \s, \d and small letters are.
_MARKUP_SIGNS = (r"&[^\s&;]+;", r"<[/!A-Za-zſİı]")
_LINK_SIGNS = (r"://", r"(?i)www\.", r"@[A-Za-z0-9_]{2}")
_MOJIBAKE_SIGN = holding_beyond_ascii(_PERHAPS_MOJIBAKE)
_ACCENT_SIGN = holding_beyond_ascii(r"[^\x00-\x{2ff}]")  # what is below is always composed
_SPACE_SIGN = (
    r"^ | $|  |[\x00-\x1f\x7f-\xa0\xad\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}\x{205f}\x{2060}"
    r"\x{3000}\x{feff}\x{fff9}-\x{fffb}]"
)
_CUT = "\x01"
_ASCII_STRETCH = re.compile(r"([\0-\x19\x1b-\x7f]{12})([\0-\x19\x1b-\x7f]+)([\0-\x19\x1b-\x7f]{12})")
LINK_WORD = "[link]"
HANDLE_WORD = "@user"


@dataclass(frozen=True, slots=True)
class TextRule:
    """One rule: its name, its title on screens, what it does to a text, and what every text has that it changes."""

    name: str
    title: str
    mend: Callable[[str], str]
    sign: Sign


def mend_mojibake(text: str) -> str:
    """Undo text that was decoded with the wrong encoding; only what looks so is touched (ftfy, Speer 2019).

    >>> mend_mojibake("cafÃ© crÃ¨me"), mend_mojibake("Größe 東京")
    ('café crème', 'Größe 東京')
    """
    if text.isascii():
        return text
    near, far = _near_what_is_not_ascii(text)
    if not _PERHAPS_MOJIBAKE_HERE.search(near) or not is_bad(near):
        return text
    fixed = _fixed_at_once(near) or str(ftfy.fix_encoding(near))
    return _put_back(fixed, far) if fixed.count(_CUT) == len(far) else str(ftfy.fix_encoding(text))


def _fixed_at_once(text: str) -> str | None:
    """A bad text all of whose UTF-8 was read as Latin-1 or, if it is none, as Windows-1252, as ftfy mends it.

    None where ftfy has more to look at than the first of its encodings.
    """
    try:
        encoded = text.encode("latin-1")
    except UnicodeEncodeError:
        encoded = _in_windows_1252(text)
    encoded = restore_byte_a0(encoded) if ALTERED_UTF8_RE.search(encoded) else encoded
    if any(byte in encoded for byte in _NEVER_AT_ONCE):
        return None
    try:
        fixed = encoded.decode()
    except UnicodeDecodeError:
        return None
    return None if _PERHAPS_BAD.search(fixed) and is_bad(fixed) else fixed


def _in_windows_1252(text: str) -> bytes:
    """A text as bytes; none where that encoding has not all of it, or has lost something of it."""
    try:
        encoded = text.encode("sloppy-windows-1252")
    except UnicodeEncodeError:
        return b""
    return b"" if LOSSY_UTF8_RE.search(encoded) else encoded


def _near_what_is_not_ascii(text: str) -> tuple[str, list[str]]:
    """A text without the middle of its long stretches of ASCII, and these: nothing in them or beside them is broken.

    Broken characters are told, and mended, by a few characters beside them: the rest need not be looked through.
    """
    far: list[str] = []
    if _CUT in text:
        return text, far

    def cut(stretch: re.Match[str]) -> str:
        far.append(stretch[2])
        return f"{stretch[1]}{_CUT}{stretch[3]}"

    return _ASCII_STRETCH.sub(cut, text), far


def _put_back(near: str, far: list[str]) -> str:
    first, *others = near.split(_CUT) if far else [near]
    return first + "".join(stretch + after for stretch, after in zip(far, others, strict=True))


def strip_markup(text: str) -> str:
    """Take out HTML tags and comments, and read entities as the characters they stand for, twice packed ones too.

    Only names that are HTML tags count: `List<string>` and `1 < 2` stay.

    >>> strip_markup("good&amp;amp; <br />cheap &lt;3")
    'good&  cheap <3'
    """
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(html.unescape(text))
    if "<" in text and _TAG.search(text):
        text = _TAG.sub(" ", _UNSEEN_BLOCK.sub(" ", text))
    return text


def replace_links_and_handles(text: str) -> str:
    """Put one word in place of each link and each @handle: who was meant is no property of the text.

    >>> replace_links_and_handles("@united see https://t.co/x, me@home.org")
    '@user see [link], me@home.org'
    """
    if "://" in text or "www." in text.lower():
        text = _LINK.sub(LINK_WORD, text)
    return _HANDLE.sub(HANDLE_WORD, text) if "@" in text else text


def compose_characters(text: str) -> str:
    """Letters and accents written apart become one character (Unicode NFC); no letter is changed to another."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy_spaces(text: str) -> str:
    """Runs of blank space become one space; characters that nobody can see go. Joiners inside scripts stay.

    >>> tidy_spaces(" a\\u200b\\t b\\n")
    'a b'
    """
    tidy = " ".join(text.split())
    if tidy.isprintable() and (text.isprintable() or not any(sign in text for sign in _SPLITTING)):
        return tidy
    return " ".join(_INVISIBLE.sub("", text).split())


def cut_long(text: str) -> str:
    """The first 20,000 characters, cut at a space where there is one near."""
    if len(text) <= LONGEST_TEXT:
        return text
    head, space, _ = text[:LONGEST_TEXT].rpartition(" ")
    return head if space and len(head) > LONGEST_TEXT * 0.9 else text[:LONGEST_TEXT]


TEXT_RULES = (
    TextRule("markup", "HTML tags and entities", strip_markup, holding(*_MARKUP_SIGNS)),
    TextRule("mojibake", "Characters broken by a wrong encoding", mend_mojibake, _MOJIBAKE_SIGN),
    TextRule("links_and_handles", "Links and @handles", replace_links_and_handles, holding(*_LINK_SIGNS)),
    TextRule("split_accents", "Accents written apart from their letter", compose_characters, _ACCENT_SIGN),
    TextRule("odd_spaces", "Odd spaces and invisible characters", tidy_spaces, holding(_SPACE_SIGN)),
    TextRule("long_text", f"Texts of more than {LONGEST_TEXT:,} characters", cut_long, longer_than(LONGEST_TEXT)),
)
