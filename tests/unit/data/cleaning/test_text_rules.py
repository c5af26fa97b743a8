"""The rules that mend a text: what each touches, what it leaves alone, and that twice is the same as once."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.cleaning.clean import RULES, clean, normalise
from data.cleaning.rule_report import RuleReport

PIECES = [
    *("<b>", "</b>", "<", "b>", "&amp;", "&", "amp;", "lt;", "gt;", "#39;", "&#194;&#169;", "&nbsp;", "<script>"),
    *("</script>", "<!--", "-->", "Ã©", "â€™", "Â", "Ã", "©", "\x80", "\x99", "А", "Р°", "\u0301", "e", "\u037e"),
    *("www.", "http://", "x.y", "@bob", "@", "]", "[link]", "@user", "\u200b", "\xad", "\xa0", "\n", " ", ";", "."),
]
ANY_TEXT = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("markup", "so <b>good</b><br/>really", "so good really"),
        ("markup", "fish &amp; chips &lt;3 &#39;yes&#39;", "fish & chips <3 'yes'"),
        ("markup", "twice packed &amp;quot;yes&amp;quot;", 'twice packed "yes"'),
        ("markup", "seen <!-- not seen --> again", "seen again"),
        ("markup", "a <script>var x = 1;</script> b", "a b"),
        ("mojibake", "the cafÃ© isnâ€™t far", "the café isn’t far"),
        ("mojibake", "the caf&Atilde;&copy; is closed", "the café is closed"),
        ("links_and_handles", "see https://example.com/a?b=c, now", "see [link], now"),
        ("links_and_handles", "read www.example.org. Then go", "read [link]. Then go"),
        ("links_and_handles", "(thanks @some_one!)", "(thanks @user!)"),
        ("split_accents", "cafe\u0301", "café"),
        ("odd_spaces", "  two   words\n\tand\u00a0more\u200b ", "two words and more"),
        ("long_text", "word " * 5_000, ("word " * 4_000).strip()),
    ],
)
def test_what_each_rule_mends(rule: str, before: str, after: str) -> None:
    """A broken text comes out as a person would have written it, and the rule that did it can be switched off."""
    assert normalise([before]) == [after]
    assert normalise([before], rules_off=[rule]) != [after]


@pytest.mark.parametrize(
    "text",
    [
        "List<string> is fine and 1 < 2 > 0",
        "AT&T; rock & roll, R&D",
        "me@home.org wrote it",
        "Größe 東京 naïve façade Привет",
        "नमस्ते दुनिया",
        "👩‍👩‍👧 a family",
        "100 % sure :-) $5 @ noon",
    ],
)
def test_what_no_rule_touches(text: str) -> None:
    """Ordinary writing in any script passes unchanged."""
    assert normalise([text]) == [text]


@settings(deadline=None)
@given(ANY_TEXT)
@example("&lt;b&gt;x&amp;amp;amp;lt;")
@example("ht\u200btp://x.y and <\u200bb>")
@example("&#194;&#169;")
@example("fish &amp\u037e chips")
@example("<b<b>>")
def test_mending_twice_changes_nothing(text: str) -> None:
    """New texts that were mended before are read as the same texts, whatever was wrong with them."""
    once = normalise([text])
    assert normalise(once) == once


@settings(deadline=None)
@given(ANY_TEXT, st.sets(st.sampled_from(sorted(RULES))))
def test_mending_twice_changes_nothing_with_rules_switched_off(text: str, off: set[str]) -> None:
    """The same holds for any choice of rules."""
    once = normalise([text], rules_off=sorted(off))
    assert normalise(once, rules_off=sorted(off)) == once


def test_no_text_is_dropped_and_a_missing_one_is_blank() -> None:
    """New texts keep their places, so that predictions can stand beside them."""
    assert normalise(["", "a", None, float("nan"), "a"]) == ["", "a", "", "", "a"]  # type: ignore[list-item]


def _reports(texts: list[str], **options: list[str]) -> dict[str, RuleReport]:
    rows = [*texts, *(f"an ordinary text, number {i}" for i in range(80))]
    labels = ["a", "b"] * len(rows)
    cleaned = clean(pd.Series(rows, dtype="str"), pd.Series(labels[: len(rows)], dtype="str"), **options)
    return {report.rule: report for report in cleaned.rules}


def test_the_report_counts_rows_and_shows_the_place_of_the_first_change() -> None:
    """A table of rules says how many rows each touched, and one of them before and after."""
    long_before = "so many words before it " * 10
    reports = _reports([f"{long_before} it was <b>good</b> in the end", "fish &amp; chips"])
    markup = reports["markup"]
    assert (markup.title, markup.rows) == ("HTML tags and entities", 2)
    assert markup.before.startswith("…")
    assert "it was <b>good</b> in the end" in markup.before
    assert "it was  good  in the end" in markup.after
    assert len(markup.before) <= 122
    assert (reports["mojibake"].rows, reports["mojibake"].before) == (0, "")


def test_a_rule_switched_off_is_not_in_the_report_and_does_nothing() -> None:
    """What the person switched off did not happen."""
    assert "markup" not in _reports(["fish &amp; chips"], rules_off=["markup"])


def test_an_unknown_rule_is_refused_with_the_rules_there_are() -> None:
    """A mistyped rule does not pass as none."""
    with pytest.raises(ValueError, match=r"^No cleaning rule is called html\. There are: markup, mojibake"):
        _reports([], rules_off=["html"])
