"""Labels that look wrong where a text may have several: the ones that were turned round, in words that say which."""

import numpy as np
import pytest
from numpy.typing import NDArray

from model.judging.decision import sigmoid
from model.judging.suspects import SuspectLabels, find_suspects, labels_verdict

NAMES = ("toxic", "insult", "threat", "rare")
Judged = tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.bool_]]


def _judged(
    rows: int = 4_000, wrong_share: float = 0.05, *, rates: tuple[float, ...] = (0.4, 0.2, 0.08), skill: float = 10.0
) -> Judged:
    """Probabilities of a judge who knows the truth by `skill`, labels, and which answers were turned round."""
    random = np.random.default_rng(3)
    truth = random.random((rows, len(rates))) < rates
    probabilities = sigmoid(random.normal(0, 1, truth.shape) + skill * (truth - 0.5))
    wrong = random.random(truth.shape) < wrong_share / len(rates)
    return probabilities, np.where(wrong, ~truth, truth).astype(np.int8), wrong


def _find(probabilities: NDArray[np.float64], labels: NDArray[np.int8], most: int | None = None) -> SuspectLabels:
    return find_suspects(
        probabilities, labels, NAMES[: labels.shape[1]], [str(row) for row in range(len(labels))], most=most
    )


def test_most_answers_that_were_turned_round_are_found_and_hardly_any_others() -> None:
    """Four of five, of texts that have a label too many and of those that lack one."""
    probabilities, labels, wrong = _judged()
    found = _find(probabilities, labels)
    truly = {(str(row), NAMES[column]) for row, column in np.argwhere(wrong)}
    listed = {(suspect.text, suspect.label.removeprefix("not ")) for suspect in found.listed}
    assert len(listed & truly) > 0.8 * len(truly)
    assert len(listed - truly) < 0.1 * len(listed)
    assert found.count == len({suspect.text for suspect in found.listed})
    assert 0.04 < found.share < 0.06


def test_a_suspect_says_which_label_the_text_has_or_has_not() -> None:
    """`not toxic` where the label is missing, `toxic` where it seems wrong; the surest first."""
    probabilities, labels, _ = _judged()
    listed = _find(probabilities, labels).listed
    assert {(suspect.label, suspect.likelier_label) for suspect in listed} >= {
        ("not toxic", "toxic"),
        ("toxic", "not toxic"),
    }
    for suspect in listed:
        column = NAMES.index(suspect.label.removeprefix("not "))
        row = int(suspect.text)
        assert labels[row, column] == (not suspect.label.startswith("not "))
        says = probabilities[row, column] if suspect.label.startswith("not ") else 1 - probabilities[row, column]
        assert suspect.confidence == pytest.approx(says)
    confidences = [suspect.confidence for suspect in listed]
    assert confidences == sorted(confidences, reverse=True)


def test_many_wrong_labels_are_said_of_texts() -> None:
    """The share is of texts, and reading them is advised."""
    verdict = labels_verdict(_find(*_judged(wrong_share=0.08)[:2]))
    assert verdict.standing == "many"
    assert "of the texts have labels that look wrong, or lack one (" in verdict.text
    assert "of 4,000): an hour of reading them could be worth more than an hour of training." in verdict.text


def test_clean_labels_need_no_more_cleaning() -> None:
    """Hardly anything is doubted."""
    verdict = labels_verdict(_find(*_judged(wrong_share=0.0)[:2]))
    assert verdict.standing == "few"
    assert verdict.text.endswith("more cleaning would hardly help.")


def test_hard_texts_are_told_from_wrong_labels() -> None:
    """A judge who often errs on some texts doubts many answers, but hardly any of the surest texts."""
    random = np.random.default_rng(5)
    truth = random.random((6_000, 2)) < 0.4
    noise = np.clip(random.normal(0, 6, truth.shape), -9, 9)
    hard = sigmoid(noise + 9 * (truth - 0.5))
    probabilities = np.where(random.random((6_000, 1)) < 0.4, hard, np.where(truth, 0.9999, 0.0001))
    found = _find(probabilities, truth.astype(np.int8))
    assert found.share > 0.02
    assert labels_verdict(found).standing == "hard"


def test_a_label_that_the_judge_does_not_know_is_left_out_and_named() -> None:
    """Its answers are neither listed nor counted; so is one with too few texts."""
    probabilities, labels, _ = _judged(rates=(0.4, 0.2, 0.3, 0.0))
    random = np.random.default_rng(6)
    probabilities[:, 2] = random.random(len(labels))
    labels[:3, 3], labels[3:, 3] = 1, 0
    found = _find(probabilities, labels)
    assert found.not_judged == ("threat", "rare")
    assert {suspect.label.removeprefix("not ") for suspect in found.listed} == {"toxic", "insult"}
    assert "'threat' and 'rare' were left out: too few texts have them" in labels_verdict(found).text


def test_a_judge_who_knows_no_label_is_not_believed() -> None:
    """Nothing is told, and why."""
    labels = _judged()[1]
    found = _find(np.random.default_rng(1).random(labels.shape), labels)
    assert found.count == 0
    verdict = labels_verdict(found)
    assert verdict.standing == "cannot tell"
    assert verdict.text.endswith("the n-gram model that judges them hardly knows any of these labels.")


def test_only_the_most_suspicious_are_listed_where_few_are_wanted() -> None:
    """The count is of all."""
    probabilities, labels, _ = _judged()
    every, some = _find(probabilities, labels), _find(probabilities, labels, most=20)
    assert some.listed == every.listed[:20]
    assert some.count == every.count > 20
