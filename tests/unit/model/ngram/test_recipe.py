"""Which n-grams are counted, and how they are fitted: chosen by what a sample says, for the time there is."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.ngram.benchmark import Means, fit_benchmark
from model.ngram.linear import LinearModel, fit_linear
from model.ngram.ngrams import USUAL_FAMILIES, Families, count_ngrams
from model.ngram.recipe import USUAL_RECIPE, WORDS_ALONE, Recipe, _best_on_more, _Tried, choose_recipe
from model.ngram.recipe import _Kitchen as SampleKitchen

SIGNS = ("awful", "lovely")
PLAIN = [f"thing{number}" for number in range(300)]


def _told_by_words(rows: int, seed: int = 0) -> tuple[list[str], NDArray[np.int64]]:
    """One word tells the class."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, rows)
    return [" ".join([*random.choice(PLAIN, 6), SIGNS[label]]) for label in labels], labels


def _told_within_words(rows: int, seed: int = 0) -> tuple[list[str], NDArray[np.int64]]:
    """No word comes twice: a run of characters inside it tells the class."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, rows)
    texts = [f"{row}{('qzqz', 'wxwx')[label]}{random.integers(1_000_000)}" for row, label in enumerate(labels)]
    return texts, labels


class _Kitchen:
    """A clock that goes on with what is counted and fitted: so many seconds a million n-grams of each."""

    def __init__(self, left_s: float, count_s: float = 0.0, fit_s: float = 0.0) -> None:
        self.left, self.count_s, self.fit_s = left_s, count_s, fit_s
        self.fits: list[int] = []
        self.counted: list[int] = []

    def left_s(self) -> float:
        return self.left

    @property
    def means(self) -> Means:
        return Means(count=self._count, fit=self._fit)

    def _count(self, texts: Sequence[str], families: Families) -> Any:
        counts = count_ngrams(texts, families)
        self.counted.append(len(texts))
        self.left -= self.count_s * counts.nnz / 1e6
        return counts

    def _fit(self, table: Any, *rest: Any, **options: Any) -> LinearModel:
        self.fits.append(table.shape[0])
        self.left -= self.fit_s * table.nnz / 1e6
        return fit_linear(table, *rest, **options)


def _choose(texts: list[str], labels: NDArray[np.integer], kitchen: _Kitchen, classes: int = 2) -> Recipe:
    return choose_recipe(texts, labels, classes, seed=7, time_left_s=kitchen.left_s, means=kitchen.means)


def test_runs_stay_where_words_say_nothing() -> None:
    """However much time they take, if there is time."""
    texts, labels = _told_within_words(2_000)
    assert _choose(texts, labels, _Kitchen(60.0, count_s=30.0, fit_s=30.0)).families == USUAL_FAMILIES


def test_words_alone_are_taken_where_runs_cost_much_and_bring_nothing() -> None:
    """What the words tell is told by a tenth of the n-grams."""
    texts, labels = _told_by_words(20_000)
    assert _choose(texts, labels, _Kitchen(60.0, count_s=2.0, fit_s=4.0)).families == WORDS_ALONE


def test_fewer_rows_with_runs_are_better_than_all_with_words_that_say_nothing() -> None:
    """What cannot learn from all rows in time is judged by what it would know from fewer."""
    texts, labels = _told_within_words(30_000)
    assert _choose(texts, labels, _Kitchen(20.0, count_s=20.0, fit_s=400.0)).families == USUAL_FAMILIES


@pytest.mark.parametrize(("rows", "left_s"), [(300, 60.0), (2_000, 0.0), (2_000, -5.0), (2_000, 0.2)])
def test_few_texts_or_no_time_say_nothing(rows: int, left_s: float) -> None:
    """The usual recipe is taken, and nothing is fitted to find that out."""
    kitchen = _Kitchen(left_s)
    assert _choose(*_told_by_words(rows), kitchen) == USUAL_RECIPE
    assert kitchen.fits == []


def test_what_loading_takes_is_not_held_against_the_recipe_that_comes_first() -> None:
    """What counts is loaded by a few texts, before anything is measured."""
    kitchen = _Kitchen(30.0)
    _choose(*_told_within_words(20_000), kitchen)
    assert kitchen.counted[0] < 100 < min(kitchen.counted[1:])


def test_a_slow_machine_ends_the_trying() -> None:
    """After the first fit took more than its share, nothing else is tried."""
    kitchen = _Kitchen(30.0, fit_s=2_000.0)
    _choose(*_told_by_words(2_000), kitchen)
    assert len(kitchen.fits) == 1


def test_many_classes_are_tried_on_fewer_texts() -> None:
    """A fit of each class costs the time of one."""
    few, many = _Kitchen(4.0), _Kitchen(4.0)
    texts, labels = _told_by_words(2_000)
    _choose(texts, labels, few)
    _choose(texts, labels, many, classes=200)
    assert many.fits[0] < few.fits[0]


def test_several_labels_a_row_are_tried_alike() -> None:
    """Each label is fitted for itself."""
    texts, labels = _told_within_words(2_000)
    matrix = np.stack([labels, 1 - labels], axis=1).astype(np.int8)
    assert _choose(texts, matrix, _Kitchen(60.0, count_s=30.0, fit_s=30.0)).families == USUAL_FAMILIES


def test_signs_are_blanks_where_they_only_part_what_belongs_together() -> None:
    """Two words side by side tell the class, and by chance a sign stands between them."""
    random = np.random.default_rng(0)
    first, second = random.integers(0, 3, (2, 2_000))
    labels = (first + second) % 2
    signs = random.choice(list(",.-;:!?/+|(=<#"), 2_000)
    texts = [f"how{one}{sign} what{other}" for one, other, sign in zip(first, second, signs, strict=True)]
    assert not _choose(texts, labels, _Kitchen(60.0)).families.signs
    told = [text + "!" * int(label) for text, label in zip(_told_by_words(2_000)[0], labels, strict=True)]
    assert _choose(told, labels, _Kitchen(60.0)).families.signs


@pytest.mark.parametrize(("spare_s", "fits"), [(30.0, [2 * 8_000 // 3] * 2), (0.0, [])])
def test_what_a_sample_cannot_tell_apart_is_tried_on_more_texts(spare_s: float, fits: list[int]) -> None:
    """Both again on four times the texts where there is time to spare; else the sample has the last word."""
    texts, _ = _told_by_words(8_000)
    labels = np.random.default_rng(1).integers(0, 2, len(texts))  # told by nothing
    kitchen = _Kitchen(60.0)
    sample = SampleKitchen(texts[:2_000], labels[:2_000], 2, 7, kitchen.left_s, kitchen.means)
    losses = np.full(600, 0.7)
    level = [_Tried(Recipe(WORDS_ALONE, cost), losses, count_s=0.1, fit_s=0.1) for cost in (4.0, 1.0)]
    found = _best_on_more(sample, level, texts, labels, spare_s)
    assert kitchen.fits == fits
    assert found is level[0] or fits


def test_so_many_as_there_is_time_for_are_tried_again() -> None:
    """The better ones first; what the same n-grams are counted for is counted once."""
    texts, _ = _told_by_words(8_000)
    labels = np.random.default_rng(1).integers(0, 2, len(texts))
    kitchen = _Kitchen(60.0)
    sample = SampleKitchen(texts[:2_000], labels[:2_000], 2, 7, kitchen.left_s, kitchen.means)
    level = [_Tried(Recipe(WORDS_ALONE, cost), np.full(600, 0.7), count_s=0.5, fit_s=0.1) for cost in (4.0, 1.0, 0.5)]
    _best_on_more(sample, level, texts, labels, spare_s=4.0)
    assert kitchen.fits == [2 * 8_000 // 3] * 2
    assert kitchen.counted == [8_000]


@pytest.mark.parametrize(
    "recipe",
    [Recipe(WORDS_ALONE), Recipe(cost=1.0), Recipe(by_ratio=True), Recipe(Families(2, (0, 0), signs=False))],
)
def test_a_model_is_made_by_its_recipe(recipe: Recipe) -> None:
    """It learns by any of them, remembers which, and labels new texts with the n-grams it was fitted on."""
    texts, labels = _told_by_words(600)
    model = fit_benchmark(texts, labels, 2, seed=7, time_left_s=lambda: 60.0, recipe=recipe).model
    assert model.recipe == recipe
    assert model.space.families == recipe.families
    new, expected = _told_by_words(200, seed=1)
    assert (model.probabilities(new).argmax(axis=1) == expected).mean() > 0.95


def test_weights_by_ratio_make_the_telling_column_cheap() -> None:
    """A column that one class fills and the other does not gets a larger share of what is learned."""
    texts, labels = _told_by_words(600)
    fit: Callable[..., LinearModel] = fit_linear
    space = fit_benchmark(texts, labels, 2, seed=7, time_left_s=lambda: 60.0, recipe=Recipe(WORDS_ALONE)).model.space
    table = space.table(texts).astype(np.float64)
    plain, by_ratio = (
        fit(table, labels, 2, seed=7, time_left_s=lambda: 60.0, by_ratio=chosen).coefficients[:, 1]
        for chosen in (False, True)
    )
    assert np.abs(by_ratio).max() / np.abs(by_ratio).sum() > np.abs(plain).max() / np.abs(plain).sum()


@pytest.mark.parametrize("families", [(0, (2, 5)), (4, (2, 5)), (2, (1, 5)), (2, (5, 2)), (2, (2, 99)), (2, (0, 3))])
def test_no_other_ngrams_are_counted(families: tuple[int, tuple[int, int]]) -> None:
    """A stranger's folder cannot ask for what would take all memory."""
    with pytest.raises(ValueError, match="No such n-grams"):
        Families(*families)
