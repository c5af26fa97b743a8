"""Cleaning looks at whole columns, and does to each row what its rules do to that row alone."""

from __future__ import annotations

import re
import unicodedata

import ftfy
import numpy as np
import pytest
from ftfy.badness import is_bad
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.cleaning.clean import RULES, normalise
from data.cleaning.duplicate_key import duplicate_keys, fold
from data.cleaning.mending import steps
from data.cleaning.signs import rows_with
from data.cleaning.text_rules import _PERHAPS_BAD, TEXT_RULES, mend_mojibake, replace_links_and_handles
from data.missing import MISSING_TEXTS, is_missing_text
from data.text_mark import MARK, by_part, split_parts

PIECES = [
    *("<b>", "</B>", "<", "b>", "<ſ>", "&amp;", "&", "amp;", "&ſup1;", "&#١;", "&#39;", "&#194;&#169;", "<!--", "-->"),
    *("<script>", "</script>", "Ã©", "â€™", "Â ", "Ã", "©", "\x80", "\x99", "А", "Р°", "вЂ™", "\u0301", "e", "\x1a"),
    *("www.x", "WWW.", "http://", "httpſ://", "x.y", "@bob", "@", "]", "[link]", "@user", "\u200b", "\xad", "\xa0"),
    *("\x01", "\x00", "\x1f", "\n", " ", ";", ".", ":D", "=(", ":'", "’", "ﬁ", "²", "İ", MARK, f" {MARK} ", "nan"),
    *("plain words of one stretch, long enough to be left out of the look ", "word " * 30),
]
ANY_TEXT = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)
COLUMNS = st.lists(ANY_TEXT, max_size=12)
SWITCHED_OFF = st.sets(st.sampled_from(sorted(RULES)))


def loses_too_many(before: list[str], after: list[str]) -> bool:
    """Whether more than half of the different texts are gone."""

    def different(texts: list[str]) -> int:
        return len({text.strip() for text in texts if not is_missing_text(text.strip())})

    return 2 * (different(before) - different(after)) > different(before)


def one_by_one(texts: list[str], off: set[str]) -> list[tuple[str, list[str], bool]]:
    """Each rule on each text: its name, the texts after it, and whether it was left off."""
    in_parts, done = any(MARK in text for text in texts), []
    for rule in TEXT_RULES:
        if rule.name not in off:
            mended = [by_part(rule.mend, text) if in_parts else rule.mend(text) for text in texts]
            left_off = loses_too_many(texts, mended)
            texts = texts if left_off else mended
            done.append((rule.name, texts, left_off))
    return done


def settled_alone(text: str, off: set[str]) -> str:
    """Rules again and again until one text stays as it is."""
    for _ in range(11):
        before = text
        for rule in TEXT_RULES:
            if rule.name not in off:
                text = by_part(rule.mend, text)
        if text == before:
            break
    return text


@settings(deadline=None)
@given(COLUMNS, SWITCHED_OFF)
@example([f"https://a.example/{row}" for row in range(9)], set())
@example([f"@person_{row}" for row in range(4)] + ["a text", "another", "a third"], set())
@example(["a  b", f"a {MARK}", "<b>"], set())
def test_each_step_is_what_its_rule_does_to_each_text(texts: list[str], off: set[str]) -> None:
    """The same texts after every rule, and the same rules left off."""
    done = [(step.rule.name, step.after, bool(step.left_off)) for step in steps(texts, sorted(off), judged=True)]
    assert done == one_by_one(texts, off)


@settings(deadline=None)
@given(COLUMNS, SWITCHED_OFF)
def test_new_texts_are_mended_as_each_would_be_alone(texts: list[str], off: set[str]) -> None:
    """Neighbours in a column do not matter, but for parts of several columns, which one text brings for all."""
    together = normalise(texts, rules_off=sorted(off))
    if not any(MARK in text for text in [*texts, *together]):
        assert together == [settled_alone(text, off) for text in texts]
    marked = [text for text in texts if MARK in text]
    assert normalise(marked, rules_off=sorted(off)) == [settled_alone(text, off) for text in marked]


def test_texts_of_half_characters_are_mended_too() -> None:
    """They cannot be looked at as a column, and are looked at one by one."""
    assert normalise(["\ud800 <b>x</b>", "so &amp; so"]) == ["\ud800 x", "so & so"]


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.name)
def test_every_character_that_a_rule_changes_is_a_sign_of_it(rule: object) -> None:
    """Each of the first 65,536 and of the accented and joined ones beyond, between letters and at both ends."""
    (known,) = (found for found in TEXT_RULES if found is rule)
    points = [*range(0xD800), *range(0xE000, 0x1_0000), *range(0x1_D15E, 0x1_D1C0), *range(0x2_F800, 0x2_FA1E)]
    texts = [text for point in points for text in (f"a{chr(point)}b", chr(point))]
    (signed,) = rows_with([known.sign], texts)
    unsigned = [texts[i] for i in np.flatnonzero(~signed)]
    assert [known.mend(text) for text in unsigned] == unsigned


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT)
@example("word " * 30 + "Ã")
@example("Â " + "word " * 30 + "voilÃ  le travail " + "word " * 30 + "â€™")
@example("\x01" + "word " * 30 + "cafÃ©")
@example("word " * 20 + "\x1a" + "word " * 20 + "â€œ like this â€\ufffd " + "word " * 20)
def test_broken_characters_are_mended_as_in_the_whole_text(text: str) -> None:
    """What stands far from any character beyond ASCII makes no difference."""
    perhaps = "[\x80-\x9f]|[\xc2-\xf4√¬‚Γ├┬╬╨╤][^\x00-\x7f]|[РСВГ][^\x00-\x7fА-я]"
    broken = re.search(perhaps, text) and is_bad(text)
    assert mend_mojibake(text) == (ftfy.fix_encoding(text) if broken else text)


_ENCODINGS = ["latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "macroman", "cp437"]
_WRITTEN = [
    "é",
    "’",
    "“so”",
    "voilà le",
    "Ünïcode",
    "€",
    "東京",
    "привет",
    "😀",
    " ",
    "plain ",
    "œuvre ",
    "Â",
    "\x1a",
    "\ufffd",
    "À",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(_WRITTEN), st.sampled_from([*_ENCODINGS, "", ""])), max_size=5))
@example([("œuvre ", "latin-1"), ("é", "latin-1")])
@example([("voilà le", "latin-1"), ("plain ", "")])
def test_what_was_read_in_a_wrong_encoding_is_mended_as_ftfy_does(written: list[tuple[str, str]]) -> None:
    """Pieces read rightly and wrongly in one text, in one encoding and in several."""
    pieces = [piece.encode().decode(wrong, "replace") if wrong else piece for piece, wrong in written]
    test_broken_characters_are_mended_as_in_the_whole_text.hypothesis.inner_test("".join(pieces))


def test_every_text_that_ftfy_calls_bad_shows_it_at_a_glance() -> None:
    """Each character that it knows beside ASCII of every kind, at the start and at the end; two are a sign."""
    known = [chr(point) for point in (*range(0x80, 0x2600), 0xF8FF, 0xFB01, 0xFB02, 0xFFFD)]
    for character in known:
        if not _PERHAPS_BAD.search(character):
            texts = [f"{before}{character}{after}" for before in ("a", "a ", "Z", "1", ".") for after in " aZ1.$"]
            assert not is_bad("\x01".join([character, *texts, f"\x01{character}"]))
            assert not is_bad(f"{character} ")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["@", "ann", "@bob_1", ".", "/", " ", "é", "x" * 31, "A"]), max_size=8).map("".join))
def test_a_handle_begins_where_no_word_ends(text: str) -> None:
    """The rule as one would write it down."""
    written = re.compile(r"(?<![A-Za-z0-9_.@/])@[A-Za-z0-9_]{2,30}(?![A-Za-z0-9_@])")
    assert replace_links_and_handles(text) == written.sub("@user", text)


@settings(deadline=None)
@given(COLUMNS)
@example(["great :D", "great :)", "GREAT=)", "great d"])
@example(["²", "2", "x²", "x2", "ﬁn", "fin", "!!!", "???", "", " "])
@example(["कि", "की", "так", "Так!", "тока", "不好", "不好。", "不是"])
def test_keys_are_equal_where_folded_texts_are(texts: list[str]) -> None:
    """A cheaper look tells most texts apart, and joins none that are not."""
    keys, folded = duplicate_keys(texts), fold(texts)
    for i, key in enumerate(keys):
        assert [key == other for other in keys] == [folded[i] == other for other in folded]


def test_keys_of_every_character_are_equal_where_folded_texts_are() -> None:
    """Whatever folding makes of a character."""
    texts = [f"a{chr(point)}b" for point in (*range(0xD800), *range(0xE000, 0x1_1000))]
    joined: dict[str, set[object]] = {}
    for key, folded in zip(duplicate_keys(texts), fold(texts), strict=True):
        joined.setdefault(folded, set()).add(key)
    assert all(len(keys) == 1 for keys in joined.values())
    assert len(set().union(*joined.values())) == len(joined)


@given(
    st.lists(st.sampled_from([*sorted(MISSING_TEXTS), "NaN", "None", "x", MARK, " ", "\u3000", "n"]), max_size=5).map(
        "".join
    )
)
def test_what_stands_for_no_text(text: str) -> None:
    """The words for a blank cell, in each part."""

    def blank(part: str) -> bool:
        return part.strip().casefold() in MISSING_TEXTS

    assert is_missing_text(text) is all(map(blank, split_parts(text)))


def test_no_other_character_begins_a_word_for_a_blank() -> None:
    """Small, large or wide: what the first character rules out is no such word."""
    for word in filter(None, MISSING_TEXTS):
        spelled = (chr(point) + word[1:] for point in range(0x1_1000) if not chr(point).isspace())
        assert {text for text in spelled if is_missing_text(text)} == {word, word.capitalize()}


def test_composed_characters_need_no_look() -> None:
    """No character below U+0300 is changed by composing, nor moved by one before it."""
    assert all(unicodedata.is_normalized("NFC", chr(point)) for point in range(0x300))
