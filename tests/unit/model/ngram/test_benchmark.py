"""The n-gram model: what it learns, what its out-of-fold logits have not seen, and what it does in little time."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from model.judging.decision import softmax
from model.judging.scores import metric_value
from model.ngram.benchmark import BenchmarkFit, Means, fit_benchmark
from model.ngram.linear import FitTime, LinearModel, fit_linear
from model.ngram.ngrams import Families, count_ngrams
from model.ngram.recipe import WORDS_ALONE, Recipe

pytestmark = pytest.mark.slow

GOOD = ("lovely", "bright", "sunny", "kind")
BAD = ("awful", "gloomy", "broken", "rude")
PLAIN = [f"thing{number}" for number in range(300)]


def _always() -> float:
    return 120.0


def _made(
    rows: int, seed: int = 0, words: Sequence[Sequence[str]] = (BAD, GOOD)
) -> tuple[list[str], NDArray[np.int64]]:
    """Texts of plain words with one that tells the class, and their labels (rows,)."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, len(words), rows)
    texts = [" ".join([*random.choice(PLAIN, 6), random.choice(words[label])]) for label in labels]
    return texts, labels


def _fit(
    texts: list[str],
    labels: NDArray[np.int64],
    class_count: int = 2,
    time_left_s: Callable[[], float] = _always,
    **options: str | int | Means | Recipe,
) -> BenchmarkFit:
    return fit_benchmark(texts, labels, class_count, seed=7, time_left_s=time_left_s, **options)  # type: ignore[arg-type]


def _accuracy(logits: NDArray[np.floating], labels: NDArray[np.int64]) -> float:
    return float((logits.argmax(axis=1) == labels).mean())


def test_it_learns_words_that_tell_the_class() -> None:
    """New texts with the same telling words are labelled rightly, and surely."""
    fit = _fit(*_made(900))
    texts, labels = _made(200, seed=1)
    probabilities = fit.model.probabilities(texts)
    assert _accuracy(probabilities, labels) > 0.97
    assert metric_value("log_loss", probabilities, labels) < 0.2
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_it_learns_text_without_blanks() -> None:
    """Chinese sentences are told apart by a word of two characters in the midst of others."""
    random = np.random.default_rng(0)
    other = list("天地人山水火木金土日月年大小上下中前后左右")
    labels = random.integers(0, 2, 900)

    def text(label: int) -> str:
        around = ["".join(random.choice(other, 5)) for _ in range(2)]
        return around[0] + ("高兴", "难过")[label] + around[1]

    texts = [text(label) for label in labels]
    fit = _fit(texts[:700], labels[:700])
    assert _accuracy(fit.model.logits(texts[700:]), labels[700:]) > 0.97


def test_thirty_classes_are_told_apart() -> None:
    """Each class has two words of its own; the coefficients are for thirty columns of scores."""
    words = [(f"alpha{number}", f"beta{number}") for number in range(30)]
    fit = _fit(*_made(1_800, words=words), class_count=30)
    texts, labels = _made(300, seed=1, words=words)
    assert _accuracy(fit.model.logits(texts), labels) > 0.9
    assert fit.out_of_fold_logits.shape == (1_800, 30)


def test_out_of_fold_logits_come_from_models_that_have_not_seen_the_row() -> None:
    """With labels drawn by lot the model knows its own rows by heart, and out of fold it knows nothing."""
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(PLAIN, 12)) for _ in range(800)]
    labels = random.integers(0, 2, 800)
    fit = _fit(texts, labels)
    own, unseen = (
        metric_value("roc_auc", softmax(logits), labels) for logits in (fit.model.logits(texts), fit.out_of_fold_logits)
    )
    assert own > 0.9
    assert 0.43 < unseen < 0.57


def test_out_of_fold_logits_are_as_good_as_new_texts() -> None:
    """Their log loss is that of the model on texts it has not seen: what the network learns to correct is real."""
    words = ((*BAD, *PLAIN[:60]), (*GOOD, *PLAIN[30:90]))  # some telling words are not: no perfect score
    texts, labels = _made(1_500, words=words)
    fit = _fit(texts, labels)
    new_texts, new_labels = _made(1_500, seed=1, words=words)
    own = metric_value("log_loss", softmax(fit.out_of_fold_logits), labels)
    new = metric_value("log_loss", softmax(fit.model.logits(new_texts)), new_labels)
    assert own == pytest.approx(new, abs=0.08)


def test_a_class_that_a_fold_lacks_is_no_error() -> None:
    """A class of a single row cannot be in every fold."""
    texts, labels = _made(300)
    labels[17] = 2
    fit = _fit(texts, labels, class_count=3)
    assert np.isfinite(fit.out_of_fold_logits).all()
    assert np.isfinite(fit.model.probabilities(texts)).all()


def test_the_same_seed_gives_the_same_benchmark() -> None:
    """Logits are the same to the last digit: a session can be repeated."""
    one, other = (_fit(*_made(300)) for _ in range(2))
    np.testing.assert_array_equal(one.out_of_fold_logits, other.out_of_fold_logits)
    np.testing.assert_array_equal(one.model.linear.coefficients, other.model.linear.coefficients)


def test_enough_time_uses_every_text_and_says_nothing() -> None:
    """No note where nothing was left out."""
    fit = _fit(*_made(300))
    assert (fit.rows_used, fit.note) == (300, "")


def test_little_time_uses_fewer_texts_and_says_so() -> None:
    """Texts past those counted still get logits, from a model that has not seen them at all."""
    texts, labels = _made(1_600)
    fit = _fit(texts, labels, time_left_s=lambda: 0.01)
    assert fit.rows_used == 1_000
    assert fit.note.startswith("The benchmark used 1,000 of 1,600 texts")
    assert fit.out_of_fold_logits.shape == (1_600, 2)
    assert _accuracy(fit.out_of_fold_logits[1_000:], labels[1_000:]) > 0.9


def test_what_memory_leaves_out_is_not_blamed_on_time() -> None:
    """A longer box would change nothing: as many characters are counted at once, and no text is lost."""
    texts, labels = _made(1_600)
    most = sum(len(text) + 1 for text in texts[:1_200])
    fit = _fit(texts, labels, means=Means(most_characters=most))
    assert fit.note == "The benchmark used 1,200 of 1,600 texts to stay in its memory."
    assert len(fit.out_of_fold_logits) == 1_600


def _taking(rows: int, seconds: float, growth: float = 1.5) -> Callable[..., FitTime]:
    """A machine on which fits take so long."""
    return lambda *_: FitTime(rows, seconds, growth)


def test_a_slow_fit_is_done_on_fewer_texts_in_two_folds() -> None:
    """Where the probe says that all rows take forty seconds and there are thirty, the rows are cut to what fits."""
    fits: list[int] = []

    def noted(table: NDArray[np.float64], *rest: object, **options: object) -> LinearModel:
        fits.append(table.shape[0])
        return fit_linear(table, *rest, **options)  # type: ignore[arg-type]

    means = Means(measure=_taking(4_000, 40.0, growth=1.0), fit=noted)
    fit = _fit(*_made(4_000), time_left_s=lambda: 30.0, means=means)
    assert 1_000 <= fit.rows_used <= 4_000 * 30 / 80
    assert fits == [fit.rows_used, fit.rows_used // 2, fit.rows_used - fit.rows_used // 2]
    assert "texts to stay in its time" in fit.note


def test_time_that_ends_while_fitting_is_said() -> None:
    """Classes fitted in a hurry are no secret: the benchmark may be weaker than it could be."""
    left = iter([60.0] * 5)
    fit = _fit(*_made(300), time_left_s=lambda: next(left, 0.0))
    assert fit.rows_used == 300
    assert fit.note == "The benchmark's time was over while it was fitted: it may be weaker than it could be."
    assert _accuracy(fit.out_of_fold_logits, _made(300)[1]) > 0.9


def test_many_long_texts_are_counted_up_to_a_limit() -> None:
    """Memory for counts is bounded by characters, whatever the number of texts."""
    texts, labels = _made(1_500)
    half = sum(len(text) + 1 for text in texts[:1_200])
    assert _fit(texts, labels, means=Means(most_characters=half)).rows_used == 1_200


def test_words_alone_are_counted_of_more_texts() -> None:
    """They take a fraction of the memory."""
    texts, labels = _made(2_000)
    means = Means(most_characters=sum(len(text) + 1 for text in texts[:1_200]))
    rows = [_fit(texts, labels, means=means, recipe=Recipe(chosen)).rows_used for chosen in (Families(), WORDS_ALONE)]
    assert rows == [1_200, 2_000]


class _Counting:
    """A clock that goes on by a second for every hundred thousand characters counted."""

    def __init__(self, ends_s: float) -> None:
        self.left = ends_s

    def count(self, texts: Sequence[str], families: Families) -> object:
        self.left -= sum(map(len, texts)) / 100_000
        return count_ngrams(texts, families)

    def left_s(self) -> float:
        return self.left


def test_rows_that_there_is_no_time_for_get_no_logits_and_this_is_said() -> None:
    """The benchmark ends when its time is over, but for one portion; without logits a row cannot be trained on."""
    texts, labels = _made(4_000)
    portion_s = sum(map(len, texts[:500])) / 100_000
    clock = _Counting(ends_s=5.2 * portion_s)
    means = Means(most_characters=sum(map(len, texts[:1_000])), portion_rows=500, count=clock.count)
    fit = _fit(texts, labels, time_left_s=clock.left_s, every_row=False, means=means)
    assert -1.1 * portion_s < clock.left <= 0
    assert len(fit.out_of_fold_logits) == fit.rows_used + 4 * 500
    assert fit.note.endswith(
        f"For {4_000 - len(fit.out_of_fold_logits):,} texts it had no time at all: they are left out of training."
    )
    assert _accuracy(fit.out_of_fold_logits, labels[: len(fit.out_of_fold_logits)]) > 0.9


def test_a_slow_machine_counts_fewer_texts() -> None:
    """Counting stops at its share of the time, whatever was expected of the machine; a thousand texts are the least."""
    texts, labels = _made(6_000)
    portion_s = sum(map(len, texts[:500])) / 100_000
    for portions, rows in ((10.5, 2_500), (2, 1_000)):
        clock = _Counting(ends_s=portions * portion_s)
        means = Means(portion_rows=500, count=clock.count)
        assert _fit(texts, labels, time_left_s=clock.left_s, means=means).rows_used == rows


def test_time_is_kept_for_the_rows_that_are_not_fitted_on() -> None:
    """Where fitting would take all the time, half of it is left for the other rows."""
    texts, labels = _made(4_000)
    clock = _Counting(ends_s=30.0)
    means = Means(
        most_characters=sum(map(len, texts[:2_000])), count=clock.count, measure=_taking(rows=2_000, seconds=30.0)
    )
    fit = _fit(texts, labels, time_left_s=clock.left_s, every_row=False, means=means)
    with_no_others = _fit(texts[:2_000], labels[:2_000], time_left_s=lambda: 30.0, every_row=False, means=means)
    assert fit.rows_used < with_no_others.rows_used
    assert len(fit.out_of_fold_logits) == 4_000


def test_long_texts_of_many_classes_in_no_time_take_few_rows() -> None:
    """A thousand rows are the least only where they are quick: not where each of 77 classes takes seconds."""
    texts, labels = _made(2_000)
    means = Means(measure=_taking(rows=400, seconds=60.0))
    assert _fit(texts, labels, time_left_s=lambda: 0.1, means=means).rows_used == 200


def test_a_benchmark_labels_no_texts_and_blank_texts() -> None:
    """Nothing in, nothing out; a text without an n-gram gets what the classes have in common."""
    fit = _fit(*_made(300))
    assert fit.model.probabilities([]).shape == (0, 2)
    blank = fit.model.probabilities(["", " "])
    np.testing.assert_array_equal(blank[0], blank[1])


def test_the_decision_suits_the_metric() -> None:
    """For macro-F1 a rare class is said more often than for accuracy; probabilities for log loss are left alone."""
    random = np.random.default_rng(0)
    labels = (random.random(2_000) < 0.1).astype(np.int64)
    hints = np.where(random.random(2_000) < 0.7, labels, 1 - labels)
    texts = [" ".join([*random.choice(PLAIN, 4), random.choice((BAD, GOOD)[hint])]) for hint in hints]
    for_f1, for_loss = (_fit(texts, labels, metric=metric) for metric in ("macro_f1", "log_loss"))
    assert for_f1.model.decision_shift[1] > for_f1.model.decision_shift[0]
    assert not for_loss.model.decision_shift.any()
    np.testing.assert_array_equal(for_f1.model.logits(texts), for_loss.model.logits(texts))


def _several(rows: int, seed: int = 0) -> tuple[list[str], NDArray[np.int8]]:
    """Texts that say each of three labels by a word of its own, more or less often; some say none, some all."""
    random = np.random.default_rng(seed)
    labels = (random.random((rows, 3)) < (0.5, 0.3, 0.08)).astype(np.int8)
    telling = ("lovely", "broken", "far")
    texts = [
        " ".join([*random.choice(PLAIN, 6), *(word for word, has in zip(telling, row, strict=True) if has)])
        for row in labels
    ]
    return texts, labels


def test_several_labels_are_said_of_new_texts() -> None:
    """Each from its own threshold on, with a probability of its own: none, one or all of them."""
    texts, labels = _several(1_500)
    fit = _fit(texts, labels, class_count=3)
    new_texts, new_labels = _several(400, seed=1)
    probabilities = fit.model.probabilities(new_texts)
    assert fit.model.decision.thresholds is not None
    said = probabilities >= fit.model.decision.thresholds
    assert (said == new_labels).mean(axis=0).min() > 0.97
    assert metric_value("log_loss", probabilities, new_labels) < 0.15
    assert fit.out_of_fold_logits.shape == (1_500, 3)


def test_two_labels_are_no_two_classes() -> None:
    """A row may have both: their probabilities need not sum to one."""
    texts, labels = _several(900)
    fit = _fit(texts, labels[:, :2], class_count=2)
    both = fit.model.probabilities(["a lovely broken thing"])
    assert both.shape == (1, 2)
    assert both.sum() > 1.4


def test_decisions_can_be_fitted_on_more_rows() -> None:
    """Probabilities stay; thresholds become those that suit the rows given."""
    texts, labels = _several(900)
    model = _fit(texts, labels, class_count=3, metric="mean_roc_auc").model
    assert np.allclose(model.decision.thresholds, 0.5)
    other = model.deciding_by(model.logits(texts), labels, "macro_f1")
    assert not np.allclose(other.decision.thresholds, 0.5)
    np.testing.assert_array_equal(other.probabilities(texts[:5]), model.probabilities(texts[:5]))
