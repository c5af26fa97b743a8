"""Word vectors from the texts themselves: words in the same company point the same way."""

import numpy as np
import pytest

from model.text.encode import TokenRows, Vocabulary
from model.text.word_vectors import LEAST_WORDS, VECTOR_LENGTH, with_word_vectors, word_vectors

_FILLERS = [f"filler{number}" for number in range(LEAST_WORDS)]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Awful and dreadful stand beside the same words, sunny beside others."""
    random = np.random.default_rng(0)
    company = {"awful": _FILLERS[:10], "dreadful": _FILLERS[:10], "sunny": _FILLERS[10:20]}
    beside = [
        f"{random.choice(words)} {word} {random.choice(words)}" for word, words in company.items() for _ in range(80)
    ]
    return beside + [" ".join(random.choice(_FILLERS[20:], 6)) for _ in range(1_000)]


def _vector(vocabulary: Vocabulary, vectors: np.ndarray, word: str) -> np.ndarray:
    found: np.ndarray = vectors[vocabulary.encode([word]).ids[0]]
    return found


def test_words_in_the_same_company_are_alike(texts: list[str]) -> None:
    """Though they never stand beside each other; all vectors are equally long."""
    vocabulary = Vocabulary.build(texts)
    vectors = word_vectors(vocabulary.encode(texts), len(vocabulary), 32)
    assert vectors is not None
    awful, dreadful, sunny = (_vector(vocabulary, vectors, word) for word in ("awful", "dreadful", "sunny"))
    assert awful @ dreadful > 0.8 * VECTOR_LENGTH**2
    assert abs(awful @ sunny) < 0.2 * VECTOR_LENGTH**2
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths[2:] == pytest.approx(VECTOR_LENGTH, rel=1e-3)


def test_padding_and_unknown_words_have_none(texts: list[str]) -> None:
    """They begin as drawn, and so does all where there are no vectors."""
    vocabulary = Vocabulary.build(texts)
    vectors = word_vectors(vocabulary.encode(texts), len(vocabulary), 32)
    assert vectors is not None
    assert not vectors[:2].any()
    drawn = {"embedding.embeddings": np.full(vectors.shape, 0.01, np.float32)}
    table = with_word_vectors(drawn, vectors)["embedding.embeddings"]
    assert (table[:2] == np.float32(0.01)).all()
    np.testing.assert_array_equal(table[2:], vectors[2:])
    assert with_word_vectors(drawn, None) is drawn


def test_too_few_words_have_none() -> None:
    """Singular vectors of a tiny matrix say nothing."""
    assert word_vectors(TokenRows(np.array([2, 3], np.int32), np.array([0, 2])), 50, 32) is None


def test_only_the_first_texts_are_looked_at_where_there_are_many(texts: list[str]) -> None:
    """Words that come later begin as drawn."""
    vocabulary = Vocabulary.build(texts)
    vectors = word_vectors(vocabulary.encode(texts), len(vocabulary), 32, most_tokens=240)
    assert vectors is not None
    assert _vector(vocabulary, vectors, "awful").any()
    assert not _vector(vocabulary, vectors, "sunny").any()


def test_the_same_texts_give_the_same_vectors(texts: list[str]) -> None:
    """Nothing is drawn anew."""
    vocabulary = Vocabulary.build(texts)
    one, other = (word_vectors(vocabulary.encode(texts), len(vocabulary), 32) for _ in range(2))
    np.testing.assert_array_equal(one, other)
