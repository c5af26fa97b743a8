"""One class against the rest, within seconds that a test hands out."""

import numpy as np
import pytest
from scipy import sparse

from model.ngram.linear import FitTime, LinearModel, _Fit, _log_count_ratios, fit_linear, measure_fit

ROWS = 300


def _always() -> float:
    return 60.0


def _separable(class_count: int, seed: int = 0) -> tuple[sparse.csr_matrix, np.ndarray]:
    """A sparse table (rows, columns) in which three columns belong to each class, and labels (rows,)."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(ROWS) % class_count)
    table = random.random((ROWS, 3 * class_count)) < 0.05
    for row, label in enumerate(labels):
        table[row, 3 * label : 3 * label + 3] = True
    return sparse.csr_matrix(table.astype(np.float64)), labels


@pytest.mark.parametrize("class_count", [2, 3, 30])
def test_it_learns_what_can_be_told_apart(class_count: int) -> None:
    """Two, three or thirty classes with columns of their own are told apart without a mistake."""
    table, labels = _separable(class_count)
    model = fit_linear(table, labels, class_count, seed=7, time_left_s=_always)
    logits = model.logits(table)
    assert logits.shape == (ROWS, class_count)
    assert (logits.argmax(axis=1) == labels).all()


def test_two_classes_share_one_fit() -> None:
    """The scores of two classes mirror each other: their difference is that of a single logistic regression."""
    table, labels = _separable(2)
    logits = fit_linear(table, labels, 2, seed=7, time_left_s=_always).logits(table)
    np.testing.assert_allclose(logits[:, 0], -logits[:, 1], atol=1e-6)


def test_the_same_seed_gives_the_same_model() -> None:
    """A session can be repeated to the last digit."""
    table, labels = _separable(3)
    one, other = (fit_linear(table, labels, 3, seed=7, time_left_s=_always) for _ in range(2))
    np.testing.assert_array_equal(one.coefficients, other.coefficients)


def test_a_class_without_rows_is_never_said() -> None:
    """A fold may lack a rare class: it gets a low score everywhere, and the others are learned as ever."""
    table, labels = _separable(3)
    model = fit_linear(table, labels, 4, seed=7, time_left_s=_always)
    logits = model.logits(table)
    assert (logits.argmax(axis=1) == labels).all()
    assert (logits[:, 3] == -5).all()


def test_rows_of_one_class_alone_are_no_error() -> None:
    """Where only one class is left in a fold, it is said for every row."""
    table, _ = _separable(2)
    for only in (0, 1):
        model = fit_linear(table, np.full(ROWS, only), 2, seed=7, time_left_s=_always)
        assert (model.logits(table).argmax(axis=1) == only).all()


def test_classes_fitted_after_the_time_is_over_are_hurried_not_left_out() -> None:
    """With no time at all every class still has a score that beats guessing by far."""
    random = np.random.default_rng(0)
    table, labels = _separable(5)
    noisy = (table + sparse.random(ROWS, 15, density=0.3, rng=random, format="csr")).tocsr()
    model = fit_linear(noisy, labels, 5, seed=7, time_left_s=lambda: 0.0)
    assert (model.logits(noisy).argmax(axis=1) == labels).mean() > 0.8


def test_hurried_classes_get_few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is asked for before each class: those before the end are fitted fully, those after it roughly."""
    rounds: list[int] = []
    left = iter([5.0, 0.1, 0.0, -1.0])

    def fit(table: object, positive: object, given: _Fit, weights: object) -> tuple[float, float]:
        rounds.append(given.rounds)
        return 0.0, 0.0

    monkeypatch.setattr("model.ngram.linear._fit_class", fit)
    fit_linear(*_separable(4), 4, seed=7, time_left_s=lambda: next(left))
    assert rounds[0] == rounds[1] > 5 * rounds[2] == 5 * rounds[3]


def test_the_prediction_of_its_seconds_grows_with_the_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty classes are predicted to take many times as long as two, on the same rows."""
    ticks = iter(np.arange(0.0, 1e3, 0.5))
    monkeypatch.setattr("model.ngram.linear.time.perf_counter", lambda: float(next(ticks)))
    table, labels = _separable(2)
    assert measure_fit(table, labels, 30, 7).on(ROWS) > 3 * measure_fit(table, labels, 2, 7).on(ROWS) > 0


def test_a_prediction_from_fewer_rows_grows_faster_than_the_rows() -> None:
    """Four times the rows take eight times as long, and how many rows a time is enough for is the other way round."""
    fit = FitTime(rows=1_000, seconds=0.5)
    assert fit.on(4_000) == pytest.approx(8 * fit.on(1_000)) == pytest.approx(4)
    assert fit.rows_within(fit.on(5_000)) == pytest.approx(5_000, abs=1)
    assert fit.rows_within(-1.0) == 0


def test_scores_are_a_plain_product() -> None:
    """Table times coefficients plus intercepts, in single precision."""
    model = LinearModel(np.array([[1, 2], [3, 4]], np.float32), np.array([0.5, -0.5], np.float32))
    logits = model.logits(sparse.csr_matrix([[1.0, 0.0], [1.0, 1.0]]))
    assert logits.dtype == np.float32
    assert logits.tolist() == [[1.5, 1.5], [4.5, 5.5]]


def test_what_chance_alone_makes_weighs_little() -> None:
    """A column of three rows of one class is no sign of it; one that most rows of a class fill is."""
    positive = np.arange(ROWS) % 2 == 0
    often, seldom = positive.copy(), np.zeros(ROWS, bool)
    often[::10], seldom[:6:2] = False, True
    always = np.ones((ROWS, 10), bool)
    table = sparse.csr_matrix(np.column_stack([often, seldom, always]).astype(np.float64))
    weights = _log_count_ratios(table, positive)
    assert weights[0] > 5 * weights[1]
    np.testing.assert_allclose(np.mean(weights**2), 1)


def _labelled(rows: int = ROWS, seed: int = 0) -> tuple[sparse.csr_matrix, np.ndarray]:
    """A table (rows, 6) in which two columns tell of each of three labels, and the labels (rows, 3)."""
    labels = (np.random.default_rng(seed).random((rows, 3)) < (0.5, 0.3, 0.1)).astype(np.int8)
    return sparse.csr_matrix(np.repeat(labels, 2, axis=1).astype(np.float64)), labels


def test_each_of_several_labels_is_learned_for_itself() -> None:
    """Rows with all labels, with some and with none: each score tells of its own label, whatever the others are."""
    table, labels = _labelled()
    logits = fit_linear(table, labels, 3, seed=7, time_left_s=_always).logits(table)
    assert ((logits > 0) == labels).all()
    assert (labels.sum(axis=1) == 0).any()
    assert (labels.sum(axis=1) > 1).any()


def test_texts_without_a_common_ngram_are_said_by_how_frequent_a_class_is() -> None:
    """A table without columns is no error."""
    labels = np.array([0, 1, 1, 1])
    logits = fit_linear(sparse.csr_matrix((4, 0)), labels, 2, seed=7, time_left_s=_always).logits(np.zeros((1, 0)))
    assert logits[0, 1] - logits[0, 0] == pytest.approx(np.log(3))


def test_two_labels_are_two_fits() -> None:
    """They are no two classes: a row may have both, or none."""
    table, labels = _labelled()
    model = fit_linear(table, labels[:, :2], 2, seed=7, time_left_s=_always)
    assert ((model.logits(table) > 0) == labels[:, :2]).all()


def test_labels_after_the_time_is_over_get_few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is asked for before each label."""
    rounds: list[int] = []
    left = iter([5.0, 0.0, -1.0])

    def fit(table: object, positive: object, given: _Fit, weights: object) -> tuple[float, float]:
        rounds.append(given.rounds)
        return 0.0, 0.0

    monkeypatch.setattr("model.ngram.linear._fit_class", fit)
    fit_linear(*_labelled(), 3, seed=7, time_left_s=lambda: next(left))
    assert rounds[0] > 5 * rounds[1] == 5 * rounds[2]


def test_the_seconds_of_two_labels_are_those_of_two_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two classes need one."""
    table, labels = _labelled()
    ticks = iter(np.arange(0.0, 1e3, 0.5))
    monkeypatch.setattr("model.ngram.linear.time.perf_counter", lambda: float(next(ticks)))
    of_labels = measure_fit(table, labels[:, :2], 2, 7)
    of_classes = measure_fit(table, labels[:, 0], 2, 7)
    assert of_labels.seconds == pytest.approx(2 * of_classes.seconds)
