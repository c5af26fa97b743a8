"""The words and word pairs that tell classes apart, in any script, and which texts are shown to read."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from data.profiling.distinctive import ClassTerms, distinctive_terms, log_odds_z
from data.profiling.examples import examples
from data.profiling.words import is_break, is_without_blanks, words_and_breaks


def words_of(found: ClassTerms) -> list[str]:
    """The words of one class, the most distinctive first."""
    return [term.words for term in found.words]


def pairs_of(found: ClassTerms) -> list[str]:
    """The word pairs of one class."""
    return [term.words for term in found.pairs]


def made_texts(rows: int = 400) -> tuple[list[str], list[str]]:
    """Texts of common words, of which one class often says "lovely room" and the other "dirty bath"."""
    random = Random(3)
    common = ["the", "a", "and", "it", "was", "we", "had", "of", "in", "our"]
    texts, labels = [], []
    for i in range(rows):
        label = "good" if i % 2 else "bad"
        own = ("lovely room" if label == "good" else "dirty bath") if random.random() < 0.4 else ""
        texts.append(" ".join([*random.choices(common, k=8), own, *random.choices(common, k=3)]))
        labels.append(label)
    return texts, labels


def test_what_one_class_says_more_often_comes_first() -> None:
    """Words and pairs that belong to a class lead its list, with the shares of texts that hold them."""
    texts, labels = made_texts()
    bad, good = sorted(distinctive_terms(texts, labels), key=lambda found: found.label)
    assert set(words_of(good)[:2]) == {"lovely", "room"}
    assert set(words_of(bad)[:2]) == {"dirty", "bath"}
    assert (pairs_of(good)[0], pairs_of(bad)[0]) == ("lovely room", "dirty bath")
    held = [label for text, label in zip(texts, labels, strict=True) if "lovely" in text]
    lovely = next(term for term in good.words if term.words == "lovely")
    assert lovely.share_inside == pytest.approx(len(held) / 200)
    assert lovely.share_outside == 0.0


def test_common_words_and_chance_finds_are_not_distinctive() -> None:
    """A word that all classes share, and one that comes in four texts only, are not said to tell classes apart."""
    texts, labels = made_texts()
    texts[1:9:2] = [f"{text} zebra" for text in texts[1:9:2]]
    told = {word for found in distinctive_terms(texts, labels) for word in words_of(found)}
    assert told == {"lovely", "room", "dirty", "bath"}


def test_a_word_counts_once_a_text() -> None:
    """A text that repeats a word a thousand times is still one text."""
    texts, labels = made_texts()
    texts[0] += " spam" * 1000
    assert all("spam" not in words_of(found) for found in distinctive_terms(texts, labels))


def test_punctuation_keeps_words_apart() -> None:
    """The end of a sentence and the beginning of the next are no pair."""
    texts = ["it was late. Thanks again"] * 20 + ["on time, no fuss"] * 20
    pairs = {
        pair
        for found in distinctive_terms(texts, ["late"] * 20 + ["good"] * 20, most_pairs=9)
        for pair in pairs_of(found)
    }
    assert "was late" in pairs
    assert not [pair for pair in pairs if pair in ("late thanks", "time no") or is_break(pair) or is_break(pair[-1])]


def test_chinese_is_told_by_characters_and_pairs_of_them() -> None:
    """A script without blanks has no words to split at: its characters stand alone, and pairs stand close."""
    texts = [f"我喜欢它{i}" for i in range(30)] + [f"太失望了{i}" for i in range(30)]
    good, bad = sorted(distinctive_terms(texts, ["a"] * 30 + ["b"] * 30, most_pairs=9), key=lambda found: found.label)
    assert "喜欢" in pairs_of(good)
    assert "失望" in pairs_of(bad)
    assert {"喜", "欢"} <= set(words_of(good))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t GO", ["don’t", "go"]),
        ("größere Straßen", ["größere", "straßen"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("خدمة سيئة", ["خدمة", "سيئة"]),
        ("東京 is カワイイ", ["東", "京", "is", "カ", "ワ", "イ", "イ"]),
        ("great 😀😀", ["great", "😀", "😀"]),
        ("@user see [link]", ["@user", "see", "[link]"]),
    ],
)
def test_words_of_many_scripts(text: str, words: list[str]) -> None:
    """Accents and vowel signs stay with their letters, emoji and what cleaning puts in are words."""
    assert [word for word in words_and_breaks(text) if not is_break(word)] == words


def test_lengths_are_counted_in_characters_where_there_are_no_blanks() -> None:
    """A few foreign names make no English text a Chinese one."""
    assert is_without_blanks(["東京は今日も晴れです"] * 3)
    assert not is_without_blanks(["a trip to 東京", "and back"])
    assert not is_without_blanks([])


@pytest.mark.parametrize(("texts", "labels"), [([], []), (["good"] * 9, ["a"] * 9), (["", "!"] * 9, ["a", "b"] * 9)])
def test_nothing_to_tell_apart_is_no_error(texts: list[str], labels: list[str]) -> None:
    """No texts, one class, or texts without words: nothing stands out, and that is said."""
    assert all(found.words == found.pairs == () for found in distinctive_terms(texts, labels))


def test_a_label_of_each_rows_own_takes_no_more_memory_than_200_classes() -> None:
    """Only the largest classes are told apart; a wrong label column must not stop the machine."""
    texts = [f"common words number {i}" for i in range(6_000)]
    found = distinctive_terms(texts, ["big"] * 1_000 + [f"id {i}" for i in range(5_000)])
    assert len(found) == 200
    assert found[0].label == "big"


def test_two_classes_mirror_each_other() -> None:
    """With two classes what speaks for one speaks against the other just as much."""
    z = log_odds_z(np.array([[30.0, 5.0, 50.0], [6.0, 25.0, 48.0]]))
    assert z[0] == pytest.approx(-z[1])
    assert z[0, 0] > 1.96 > abs(z[0, 2])


def test_more_evidence_for_the_same_share_ranks_higher() -> None:
    """A word with ten times the texts and the same odds is the surer sign."""
    z = log_odds_z(np.array([[100.0, 10.0, 500.0], [20.0, 2.0, 588.0]]))
    assert z[0, 0] > z[0, 1] > 0


def test_texts_to_read_come_from_different_classes() -> None:
    """A class with one row in a hundred is read too; the same draw comes again."""
    texts = [f"text {i}" for i in range(300)]
    labels = ["rare" if i % 100 == 0 else "common" for i in range(300)]
    shown = examples(texts, labels, np.full(300, 2))
    assert {example.label for example in shown.at_random[:2]} == {"rare", "common"}
    assert shown == examples(texts, labels, np.full(300, 2))


def test_longest_and_shortest_texts_are_whole_different_and_never_blank() -> None:
    """Each of them once, with its length; a long one is cut and says so."""
    texts = ["", "nan", "hi", "hi", "one two", "a b c d", "long " * 500]
    lengths = np.array([0, 0, 1, 1, 2, 4, 500])
    shown = examples(texts, ["x"] * 7, lengths)
    assert [example.length for example in shown.longest] == [500, 4, 2]
    assert shown.longest[0].text.endswith("…")
    assert [example.text for example in shown.shortest] == ["hi", "one two", "a b c d"]
