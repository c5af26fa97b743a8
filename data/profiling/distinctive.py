"""The words and word pairs that tell a class from all others.

Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words", Political
Analysis 16(4), section 3.5.1; z-scores as in their equation 22). The prior is how often a word comes in all classes
together, worth a tenth of all words and at most `_MOST_PRIOR_WORDS`; so neither common words nor chance finds in a
handful of texts come first. A word counts once a text, however often the text repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.profiling.words import is_break, pair_words, words_and_breaks
from data.text_mark import MARK

_MOST_PRIOR_WORDS = 1_000.0
_LEAST_TEXTS = 5  # with a word, before it is said to be typical of anything
_LEAST_Z = 1.96
_MOST_TERMS = 10_000  # the commonest ones
_MOST_CLASSES = 200  # the largest ones; all others count as one, which is not told
_TIE = 1e-9

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or pair of words with its z-score, and the share of texts, 0 to 1, that hold it in the class and out."""

    words: str
    z: float
    share_inside: float
    share_outside: float


@dataclass(frozen=True, slots=True)
class ClassTerms:
    """What one class is told by, the most distinctive first; empty where nothing stands out."""

    label: str
    words: tuple[Term, ...]
    pairs: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Words in order: `ids` (words,) into `names`, and the text, `rows` (words,), that each belongs to."""

    ids: _Ints
    rows: _Ints
    names: list[str]
    is_break: NDArray[np.bool_]  # (names,)


@dataclass(frozen=True, slots=True)
class _Held:
    """Which text holds which term: `rows` and `terms` (finds,) run side by side, each pair once."""

    rows: _Ints
    terms: _Ints
    names: list[str]


def distinctive_terms(
    texts: Sequence[str], labels: Sequence[str], *, most_words: int = 6, most_pairs: int = 4
) -> tuple[ClassTerms, ...]:
    """The most distinctive words and pairs of neighbours of each class, the largest class first.

    Give each text once: a copied text makes each of its words look typical.

    >>> texts = ["so good today", "good and cheap"] * 6 + ["so bad today", "bad and dear"] * 6
    >>> for terms in distinctive_terms(texts, ["+"] * 12 + ["-"] * 12):
    ...     print(terms.label, [term.words for term in terms.words][:1])
    + ['good']
    - ['bad']
    """
    if not len(texts):
        return ()
    counts = pd.Series(labels, dtype="str").value_counts()
    classes = [str(label) for label in counts.index]
    number = {label: min(k, _MOST_CLASSES) for k, label in enumerate(classes)}
    class_of = np.fromiter((number[label] for label in labels), np.int64, len(labels))
    tokens, rows = _tokens(texts), min(len(classes), _MOST_CLASSES + 1)
    words = _best(_held_words(tokens), class_of, rows, most_words)
    pairs = _best(_held_pairs(tokens), class_of, rows, most_pairs)
    return tuple(map(ClassTerms, classes[:_MOST_CLASSES], words, pairs))


def _tokens(texts: Sequence[str]) -> _Tokens:
    id_of: defaultdict[str, int] = defaultdict()
    id_of.default_factory = id_of.__len__
    ids: list[int] = []
    lengths = np.zeros(len(texts), np.int64)
    for row, text in enumerate(texts):
        tokens = words_and_breaks(text.replace(MARK, "."))  # no pair of words across columns
        lengths[row] = len(tokens)
        ids.extend(map(id_of.__getitem__, tokens))
    names = list(id_of)
    breaks = np.fromiter(map(is_break, names), bool, len(names))
    return _Tokens(np.array(ids, np.int64), np.repeat(np.arange(len(texts)), lengths), names, breaks)


def _held_words(tokens: _Tokens) -> _Held:
    is_word = ~tokens.is_break[tokens.ids]
    return _once(tokens.rows[is_word], tokens.ids[is_word], tokens.names)


def _held_pairs(tokens: _Tokens) -> _Held:
    """Neighbours inside one text, with no punctuation between them."""
    is_word = ~tokens.is_break[tokens.ids]
    is_pair = is_word[:-1] & is_word[1:] & (tokens.rows[:-1] == tokens.rows[1:])
    lefts, rights, rows = tokens.ids[:-1][is_pair], tokens.ids[1:][is_pair], tokens.rows[:-1][is_pair]
    codes, keys = pd.factorize(lefts * max(1, len(tokens.names)) + rights)
    common = np.flatnonzero(np.bincount(codes, minlength=len(keys)) >= _LEAST_TEXTS)
    place = np.full(len(keys), -1, np.int64)
    place[common] = np.arange(len(common))
    is_common = place[codes] >= 0
    return _once(rows[is_common], place[codes][is_common], [_pair_name(tokens.names, int(key)) for key in keys[common]])


def _pair_name(names: list[str], key: int) -> str:
    left, right = divmod(key, len(names))
    return pair_words(names[left], names[right])


def _once(rows: _Ints, terms: _Ints, names: list[str]) -> _Held:
    finds = pd.unique(rows * max(1, len(names)) + terms)
    held_rows, held_terms = np.divmod(finds, max(1, len(names)))
    return _Held(held_rows, held_terms, names)


def _best(held: _Held, class_of: _Ints, classes: int, most: int) -> list[tuple[Term, ...]]:
    """The terms of each class, in the order of their z-scores."""
    texts_with = np.bincount(held.terms, minlength=len(held.names))
    common = np.argsort(-texts_with, kind="stable")[:_MOST_TERMS]
    common = common[texts_with[common] >= _LEAST_TEXTS]
    if not len(common) or classes < 2:
        return [()] * classes
    names = [held.names[term] for term in common]
    inside = _counts(held, common, class_of, classes)
    z, sizes = log_odds_z(inside), np.bincount(class_of, minlength=classes)[:, None]
    shares = inside / sizes
    shares_outside = (inside.sum(axis=0) - inside) / np.maximum(1, sizes.sum() - sizes)
    return [_terms_of(names, *figures, most=most) for figures in zip(z, shares, shares_outside, strict=True)]


def _counts(held: _Held, common: _Ints, class_of: _Ints, classes: int) -> _Floats:
    """Texts of each class that hold each of the common terms: (classes, terms)."""
    place = np.full(len(held.names), -1, np.int64)
    place[common] = np.arange(len(common))
    is_common = place[held.terms] >= 0
    cells = class_of[held.rows[is_common]] * len(common) + place[held.terms[is_common]]
    return np.bincount(cells, minlength=classes * len(common)).reshape(classes, len(common)).astype(np.float64)


def log_odds_z(inside: _Floats) -> _Floats:
    """z-scores (classes, terms) of each class against all others, from counts (classes, terms).

    Monroe et al. 2008, equations 15, 19 and 22, with the terms' shares in all classes as the prior.
    """
    total = inside.sum(axis=0)
    prior = min(_MOST_PRIOR_WORDS, total.sum() / 10) * total / max(1.0, total.sum())
    outside = total - inside
    odds = np.log(_odds(inside + prior)) - np.log(_odds(outside + prior))
    return np.asarray(odds / np.sqrt(1 / (inside + prior) + 1 / (outside + prior)), np.float64)


def _odds(counts: _Floats) -> _Floats:
    others = counts.sum(axis=1, keepdims=True) - counts
    return np.asarray(counts / np.maximum(others, _TIE), np.float64)


def _terms_of(names: list[str], z: _Floats, share: _Floats, share_outside: _Floats, *, most: int) -> tuple[Term, ...]:
    """The best terms of one class, whose numbers are all (terms,)."""
    best = [int(term) for term in np.argsort(-z, kind="stable")[:most] if z[term] >= _LEAST_Z]
    return tuple(Term(names[t], float(z[t]), float(share[t]), float(share_outside[t])) for t in best)
