"""Labels that look wrong: found where they were made wrong, hardly any elsewhere, and no more said than is known."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from data.cleaning.clean import clean
from data.cleaning.split import split
from data.sample.corpus import make_rows
from model.folder.predictor import load_model
from model.judging.decision import softmax
from model.judging.suspects import NOT_LOOKED, SuspectLabels, find_suspects, labels_verdict
from model.judging.suspects_file import suspects_for_result, write_suspects
from model.ngram.benchmark import fit_benchmark
from model.protocol.result import Suspect
from model.protocol.run_folder import SUSPECTS_FILE
from tests.unit.made_models import benchmark_alone, made_texts, save

pytestmark = pytest.mark.slow


def _judged(
    rows: int, class_count: int, wrong_share: float, *, skill: float = 5.0
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """Probabilities (rows, classes) of a judge who knows the truth by `skill`, labels, and which of them are wrong."""
    random = np.random.default_rng(3)
    truth = np.arange(rows) % class_count
    logits = random.normal(0, 1, (rows, class_count))
    logits[np.arange(rows), truth] += skill
    wrong = np.zeros(rows, bool)
    wrong[random.choice(rows, round(wrong_share * rows), replace=False)] = True
    labels = np.where(wrong, (truth + random.integers(1, class_count, rows)) % class_count, truth)
    return softmax(logits), labels, wrong


def _find(probabilities: NDArray[np.float64], labels: NDArray[np.int64], most: int | None = None) -> SuspectLabels:
    classes = [f"class {place}" for place in range(probabilities.shape[1])]
    return find_suspects(probabilities, labels, classes, [str(row) for row in range(len(labels))], most=most)


@pytest.fixture(scope="module")
def sample_rows() -> pd.DataFrame:
    """The training rows of the made sample: text, label, and what the maker meant by the text (missing: nothing)."""
    made = pd.DataFrame(make_rows(8_000, 7))
    cleaned = clean(made["review"], made["sentiment"]).frame
    train = cleaned.iloc[np.random.default_rng(7).permutation(split(cleaned, seed=7).train)]
    return train.assign(meaning=made["meaning"].iloc[train["source_row"]].to_numpy())


@pytest.fixture(scope="module")
def sample(sample_rows: pd.DataFrame) -> SuspectLabels:
    """What is found in the sample as it is."""
    return _found_by_words(sample_rows["text"].tolist(), sample_rows["label"].tolist())


def _found_by_words(texts: list[str], names: list[str]) -> SuspectLabels:
    classes = sorted(set(names))
    labels = np.array([classes.index(name) for name in names])
    fit = fit_benchmark(texts, labels, len(classes), seed=7, time_left_s=lambda: 60.0)
    return find_suspects(softmax(fit.out_of_fold_logits), labels, classes, texts, most=None)


def test_most_of_the_first_hundred_of_the_sample_were_made_wrong(
    sample: SuspectLabels, sample_rows: pd.DataFrame
) -> None:
    """At least 60 of them contradict what the maker meant; texts that mean nothing do not count."""
    meaning = sample_rows.dropna(subset="meaning").set_index("text")["meaning"]
    wrong = [meaning.get(suspect.text, suspect.label) != suspect.label for suspect in sample.listed[:100]]
    assert sum(wrong) >= 60


def test_the_share_of_the_sample_is_near_the_twentieth_that_was_made_wrong(sample: SuspectLabels) -> None:
    """1 label in 20 is wrong: the estimate lies between 2 and 12 %, and cleaning is advised."""
    assert 0.02 < sample.share < 0.12
    assert sample.count == len(sample.listed) == len({suspect.text for suspect in sample.listed})
    verdict = labels_verdict(sample)
    assert (verdict.about, verdict.standing) == ("labels", "many")
    assert f"% of the labels look wrong ({sample.count:,} of {sample.rows:,}): an hour of reading" in verdict.text


def test_hard_texts_are_not_called_wrong_labels(sample_rows: pd.DataFrame) -> None:
    """The same texts with the labels that the maker meant: the doubts that are left are put down to the texts."""
    right = sample_rows.dropna(subset="meaning")
    found = _found_by_words(right["text"].tolist(), right["meaning"].tolist())
    verdict = labels_verdict(found)
    assert found.share > 0.02 > found.surest_share
    assert verdict.standing == "hard"
    assert verdict.text.startswith("Up to 4 % of the labels look wrong")
    assert verdict.low == found.surest_share


def test_clean_separable_texts_have_hardly_a_suspect() -> None:
    """Where words tell every class and no label is wrong, more cleaning is not advised."""
    texts = list(made_texts(900))
    labels = np.arange(len(texts)) % 3
    fit = fit_benchmark(texts, labels, 3, seed=7, time_left_s=lambda: 60.0)
    found = find_suspects(softmax(fit.out_of_fold_logits), labels, ["a", "b", "c"], texts)
    assert found.share < 0.005
    assert labels_verdict(found).text.endswith("more cleaning would hardly help.")


@pytest.mark.parametrize(("rows", "class_count"), [(60, 2), (2_000, 2), (3_080, 77)])
def test_wrong_labels_are_found_among_few_rows_and_among_many_classes(rows: int, class_count: int) -> None:
    """Half of those made wrong at least, and few others; each likelier label differs from the one given."""
    probabilities, labels, wrong = _judged(rows, class_count, 0.05)
    found = _find(probabilities, labels)
    hits = [wrong[int(suspect.text)] for suspect in found.listed]
    assert sum(hits) >= 0.5 * wrong.sum()
    assert np.mean(hits) > 0.7
    assert all(suspect.label != suspect.likelier_label for suspect in found.listed)
    assert all(0 < suspect.confidence <= 1 for suspect in found.listed)


def test_the_most_suspicious_come_first_and_only_as_many_as_asked_for() -> None:
    """A shorter list is the beginning of the longer one; the count stays whole."""
    probabilities, labels, _ = _judged(1_000, 3, 0.1)
    long, short = _find(probabilities, labels), _find(probabilities, labels, most=5)
    assert short.listed == long.listed[:5]
    assert short.count == long.count > 50
    given = [probabilities[int(s.text), labels[int(s.text)]] for s in long.listed]
    assert given == sorted(given)


def test_nothing_is_found_where_a_class_has_one_row() -> None:
    """No model can know it without having seen it: nothing is listed, and the class is named."""
    probabilities, labels, _ = _judged(300, 3, 0.05)
    labels[labels == 2] = 0
    labels[7] = 2
    found = _find(probabilities, labels)
    assert (found.count, found.listed) == (0, ())
    assert "the class 'class 2' has too few texts" in labels_verdict(found).text


def test_a_judge_who_hardly_beats_the_most_frequent_class_is_not_believed() -> None:
    """A third of the labels doubted by a model that knows nothing is no verdict on the labels."""
    probabilities, labels, _ = _judged(1_000, 3, 0.0, skill=0.6)
    found = _find(probabilities, labels)
    verdict = labels_verdict(found)
    assert found.share > 0.1
    assert verdict.standing == "cannot tell"
    assert "look wrong" not in verdict.text


@pytest.mark.parametrize(
    ("count", "surest", "words"),
    [
        (240, 0.03, "About 4 % of the labels look wrong (240 of 6,059): an hour of reading them could be worth more"),
        (36, 0.0, "Few labels look wrong (0.6 %): more cleaning would hardly help."),
        (1, 0.0, "Few labels look wrong (0.1 %): more cleaning would hardly help."),
        (0, 0.0, "No label looks wrong: more cleaning would hardly help."),
        (240, 0.004, "Up to 4 % of the labels look wrong (240 of 6,059), but hardly any (0.4 %) where the words tell"),
    ],
)
def test_the_verdict_says_what_more_cleaning_is_worth(count: int, surest: float, words: str) -> None:
    """Shares in whole per cent from 2 % on, and what follows from them."""
    assert labels_verdict(SuspectLabels(6_059, count, surest)).text.startswith(words)


def test_what_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    """Cells that begin like a formula get a quote before them; plain numbers and other scripts stay as they are."""
    texts = ["=1+1", "+49 30 123", "-not bad", "@you", "\t=2", "-1", "質問です\nzwei", 'so, "so"']
    path = write_suspects(tmp_path, [Suspect(text, "-", "好き", 0.98765) for text in texts])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    quoted = ["'=1+1", "'+49 30 123", "'-not bad", "'@you", "'\t=2", "-1", "質問です\nzwei", 'so, "so"']
    assert [row["text"] for row in rows] == quoted
    assert rows[0] == {"text": "'=1+1", "label": "'-", "likelier_label": "好き", "confidence": "0.988"}


def test_a_model_folder_with_the_table_in_it_still_loads(tmp_path: Path) -> None:
    """`predict` believes the manifest, which does not name the table."""
    save(tmp_path, benchmark_alone())
    write_suspects(tmp_path, [Suspect("a text", "bad", "good", 0.9)])
    assert load_model(tmp_path).probabilities(["sunny"]).shape == (1, 3)
    assert (tmp_path / SUSPECTS_FILE).exists()


def test_the_result_holds_the_twenty_most_suspicious_and_all_the_figures() -> None:
    """`result.json` stays small however many there are."""
    probabilities, labels, _ = _judged(1_000, 3, 0.1)
    found = _find(probabilities, labels)
    said = suspects_for_result(found)
    assert len(said.most_suspicious) == 20 < said.count == found.count
    assert said.share == found.count / 1_000
    assert said.most_suspicious[0].text == found.listed[0].text
    assert suspects_for_result(NOT_LOOKED).note


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    """Pages and workers start without it."""
    code = "import model.judging.suspects_file, sys; assert 'cleanlab' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
