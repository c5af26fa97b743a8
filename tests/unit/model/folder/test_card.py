"""The model card: what whoever is given the model reads first."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from model.folder.card import write_card
from model.protocol.result import SessionResult


def _estimate(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.02, "high": value + 0.02}


def _result(**changes: Any) -> dict[str, Any]:
    scores = {"held_out": {"macro_f1": _estimate(0.745), "accuracy": _estimate(0.8)}}
    per_class = {"delivered": [{"label": "a|b\nc", "precision": 0.5, "recall": 0.25, "f1": 1 / 3, "support": 12}]}
    return {
        "source": "tweets.csv",
        "classes": ["a|b\nc", "d"],
        "with_network": True,
        "proven": True,
        "scores": {
            "benchmark": {"held_out": {"macro_f1": _estimate(0.7), "accuracy": _estimate(0.7)}},
            "delivered": scores,
        },
        "per_class": per_class,
        "verdicts": [{"text": "Above the benchmark: macro-F1 +4.5 points (95 % interval +1.0 to +8.0)."}],
        "sample": {"rows_read": 14640, "sampling": "all rows", "rows_used": 14000},
        "split": {"train": 11200, "validation": 1400, "held_out": 1400},
        "timebox_s": 180.0,
        "used_s": 174.2,
        "epochs": 5.4,
        "trained_rows": 11200,
        "batch_size": 64,
        "warnings": [],
        "seed": 7,
        "hashes": {"weights_sha256": "0123456789abcdef", "data_sha256": "fedcba9876543210"},
        **changes,
    }


def _card(folder: Path, text_column: str = "text", **changes: Any) -> str:
    result = SessionResult.parse(json.dumps({"session_id": "one", **_result(**changes)}))
    write_card(folder, result, (text_column,), "airline_sentiment")
    return (folder / "card.md").read_text(encoding="utf-8")


def test_it_says_what_it_is_how_good_and_how_it_was_made(tmp_path: Path) -> None:
    """Scores beside the benchmark's, the verdict, the box, the rows, and what tells this model from another."""
    card = _card(tmp_path)
    assert "an n-gram model with a BiLSTM on top, trained on tweets.csv" in card
    assert "| macro-F1 | 0.700 | 0.745 | 0.725 to 0.765 |" in card
    assert "- Above the benchmark: macro-F1 +4.5 points" in card
    assert "Box of 3:00 min, of which 2:54 min were used." in card
    assert "14,640 rows read (all rows), 14,000 left after cleaning" in card
    assert "weights 0123456789ab, data fedcba987654" in card
    assert "reloaded in a fresh process" in card


def test_it_names_the_column_that_gave_the_parts(tmp_path: Path) -> None:
    """Whoever compares scores has to know that the split is the table's own; nothing is said where it is not."""
    result = SessionResult.parse(json.dumps({"session_id": "one", **_result()}))
    write_card(tmp_path, result, ("text",), "airline_sentiment", "fold")
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "11,200 to train, 1,400 to steer, 1,400 held out (parts from column `fold`)." in card
    assert "parts from" not in _card(tmp_path)


def test_a_model_without_a_network_says_so(tmp_path: Path) -> None:
    """With what the session noted on the way."""
    card = _card(tmp_path, with_network=False, warnings=["The network did not help on validation."])
    assert "This is an n-gram model, trained on" in card
    assert "- No network is part of it." in card
    assert "- Note: The network did not help on validation." in card


def test_what_could_not_be_proven_is_not_claimed(tmp_path: Path) -> None:
    """No time to reload is told as such; a score that is unknown is called unknown."""
    unknown = {"held_out": {"macro_f1": {"value": None, "low": None, "high": None}}}
    card = _card(tmp_path, proven=False, scores={"benchmark": unknown, "delivered": unknown})
    assert "no time to prove that it reloads" in card
    assert "| macro-F1 | unknown | unknown | unknown to unknown |" in card


def test_when_it_was_proven_is_noted(tmp_path: Path) -> None:
    """On the clocks of the machine that made it; a result of an earlier version does not say when."""
    noon = datetime(2026, 5, 8, 12, 31).timestamp()
    proven = "reloaded in a fresh process, same predictions."
    assert f"- Proven at 12:31 on 2026-05-08: {proven}" in _card(tmp_path, proven_unix=noon)
    assert f"- Proven: {proven}" in _card(tmp_path)


def test_labels_do_not_break_the_table(tmp_path: Path) -> None:
    """A label may hold what borders a table, or a line break."""
    assert r"| a\|b c | 0.500 | 0.250 | 0.333 | 12 |" in _card(tmp_path)


@pytest.mark.parametrize(
    ("column", "written"), [("text", "text"), ("review text", "'review text'"), ("a'b", "'a'\"'\"'b'")]
)
def test_the_command_in_it_can_be_pasted(tmp_path: Path, column: str, written: str) -> None:
    """A column with a blank or a quote in its name is quoted for the shell."""
    assert f"new_texts.csv --text {written} --out predicted.csv" in _card(tmp_path, column)


def _labels_card(folder: Path) -> str:
    """A card of three labels, the last of which has two texts."""
    figures = {"precision": 0.5, "recall": 0.25, "f1": 0.375}
    scores = [
        {"label": "toxic", **figures, "support": 40, "roc_auc": 0.9, "judged": True},
        {"label": "rude|loud", **figures, "support": 12, "roc_auc": 0.8, "judged": True},
        {"label": "threat", **figures, "support": 2, "roc_auc": None, "judged": False},
    ]
    held_out = {"held_out": {"macro_f1": _estimate(0.7), "macro_f1_all": _estimate(0.6)}}
    told = {
        "classes": ["toxic", "rude|loud", "threat"],
        "several_labels": True,
        "thresholds": [0.5, 0.25, 0.125],
        "per_class": {"delivered": scores},
        "scores": {"benchmark": held_out, "delivered": held_out},
    }
    result = SessionResult.parse(json.dumps({"session_id": "one", **_result(**told)}))
    write_card(folder, result, ("text",), "labels toxic, rude|loud and threat")
    return (folder / "card.md").read_text(encoding="utf-8")


def test_of_several_labels_it_says_which_and_how_each_fares(tmp_path: Path) -> None:
    """From which probability on each is said; one with too few texts stands apart; both means are there."""
    card = _labels_card(tmp_path)
    assert card.startswith("# Model for labels toxic, rude\\|loud and threat from `text`\n")
    assert "It says which of these labels a text has, if any: toxic, rude|loud, threat." in card
    assert "class" not in card
    judged, apart = card.split("Too few held-out texts to be judged, and in no mean but those of all labels:")
    assert "| toxic | 40 | 0.500 | 0.250 | 0.375 | 0.900 | 0.500 |" in judged
    assert r"| rude\|loud | 12 | 0.500 | 0.250 | 0.375 | 0.800 | 0.250 |" in judged
    assert "| threat | 2 | 0.500 | 0.250 | 0.375 | unknown | 0.125 |" in apart
    assert "| macro-F1 of all labels | 0.600 | 0.600 |" in card
    assert "It adds `predicted_labels`, empty where none of the labels is said" in card
    assert "(`probability_toxic` and so on)" in card


def test_the_mean_of_all_labels_is_left_out_where_it_is_the_other_one(tmp_path: Path) -> None:
    """All labels can be judged: one mean is enough to read."""
    score = {"label": "a", "precision": 1, "recall": 1, "f1": 1, "support": 9, "roc_auc": 1, "judged": True}
    held_out = {"held_out": {"macro_f1": _estimate(0.7), "macro_f1_all": _estimate(0.7)}}
    card = _card(
        tmp_path,
        several_labels=True,
        classes=["a", "b"],
        per_class={"delivered": [score, {**score, "label": "b"}]},
        scores={"benchmark": held_out, "delivered": held_out},
    )
    assert "| macro-F1 |" in card
    assert "of all labels" not in card


def test_what_the_words_began_with_is_told(tmp_path: Path) -> None:
    """The file with its coverage and what validation said, and how many texts without a label."""
    told = {"source": "wiki.vec", "text_share": 0.87, "word_share": 0.61, "note": "the vectors were kept"}
    card = _card(tmp_path, word_vectors={**told, "further_texts": 3210})
    shares = "87 % of the words of the texts, 61 % of the different words"
    assert f"- Word vectors of wiki.vec ({shares}): the vectors were kept." in card
    assert "- 3,210 texts without a label told which words are alike." in card
    assert "Word vectors" not in _card(tmp_path, word_vectors={"source": ""})


def test_it_says_how_many_networks_are_averaged_and_what_labelling_takes(tmp_path: Path) -> None:
    """Who is given the model knows both before they use it; an earlier version told neither."""
    card = _card(tmp_path, networks=3, measured={"predict_s": 8.6})
    assert "This is an n-gram model with 3 BiLSTMs averaged on top, trained on tweets.csv" in card
    assert "- Labelling 10,000 texts like these takes about 9 s on the machine that made it." in card
    assert "with a BiLSTM on top" in _card(tmp_path, networks=1)
    assert "This is an n-gram model, trained" in _card(tmp_path, networks=0, with_network=False)
    assert "Labelling 10,000" not in _card(tmp_path)


def test_it_says_how_the_longest_texts_are_read(tmp_path: Path) -> None:
    """Only where that is worth a word, and a network reads them."""
    note = "of texts of more than 256 words (9 %) the first 127 and the last 128 are read"
    read = {"most_words": 256, "first_words": 127, "last_words": 128, "whole_share": 0.91, "note": note}
    assert f"- The network does not read the longest texts whole: {note}." in _card(tmp_path, texts_read=read)
    for silent in ({"texts_read": {**read, "note": ""}}, {"texts_read": read, "with_network": False}, {}):
        assert "longest texts" not in _card(tmp_path, **silent)
