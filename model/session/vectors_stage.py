"""What a network's words begin with: vectors from a file that was named, and those made from the table's own texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.errors import UnusableVectors
from model.arrays import Floats
from model.protocol.result import WordVectors
from model.session.context import Context
from model.text.encode import NO_ROWS, TokenRows, Vocabulary
from model.text.given_vectors import embedding_start, given_vectors
from model.text.kept_vectors import vectors_of
from model.text.word_vectors import word_vectors

if TYPE_CHECKING:
    from model.session.smoke_stage import Encoded

READ_SHARE = 0.15  # of the box, for a file of vectors
MOST_TOKENS = 1_000_000  # of texts that vectors are made from
_MOST_WORD_CHARACTERS = 8  # with the blank behind it, on average: more texts than are needed are not encoded


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Vectors (words, features) that an embedding begins with: `own` from texts; None: as drawn.

    `with_file` are those of a file beside them, None where none was named or none was found in it.
    """

    own: Floats | None
    with_file: Floats | None = None

    @property
    def usual(self) -> Floats | None:
        """What the first training begins with."""
        return self.own if self.with_file is None else self.with_file


def with_given_vectors(context: Context, encoded: Encoded) -> Encoded:
    """The texts with what the file that was named has for their words; a file that fails now costs only its vectors."""
    asked, words = context.choices.vectors, encoded.vocabulary.words
    if asked is None or encoded.given is not None or not words:
        return encoded
    time_left_s = context.box.until_s(context.box.elapsed_s() + READ_SHARE * context.box.timebox_s)
    try:
        found = vectors_of(asked, words, context.config.vectors_folder, lambda: time_left_s() > 0)
    except UnusableVectors as error:
        context.log.warn(f"{error} The training goes on without them.")
        return encoded
    if not found.is_found.any():
        context.log.warn(f"The word vectors {found.source} have none of the words of these texts: they are left out.")
        return encoded
    return replace(encoded, given=given_vectors(found, encoded.training.tokens, encoded.shape.embedding))


def encode_further(vocabulary: Vocabulary, texts: Sequence[str], *, most_tokens: int, row_tokens: int) -> TokenRows:
    """The first of some texts, those that hold `most_tokens` words together, each cut at `row_tokens`."""
    if most_tokens <= 0:
        return NO_ROWS
    characters = np.cumsum([len(text) for text in texts])
    texts = texts[: int(np.searchsorted(characters, _MOST_WORD_CHARACTERS * most_tokens)) + 1]
    rows = vocabulary.encode(texts, max_tokens=row_tokens)
    return rows.take(np.arange(int(np.searchsorted(rows.offsets, most_tokens, side="right")) - 1))


def beginnings(encoded: Encoded, tokens: TokenRows, *, most_tokens: int) -> Beginnings:
    """Vectors from so many words of `tokens` and, where these are fewer, of further texts; and those of the file."""
    shape = encoded.shape
    own = word_vectors(
        _and_further(tokens, encoded, most_tokens), shape.vocabulary, shape.embedding, most_tokens=most_tokens
    )
    if encoded.given is None:
        return Beginnings(own)
    return Beginnings(own, embedding_start(own, encoded.given, shape.embedding))


def vector_facts(encoded: Encoded) -> WordVectors:
    """For the result: whether the file's vectors are worth it is not known yet."""
    given, further = encoded.given, len(encoded.further)
    if given is None:
        return WordVectors(further_texts=further)
    note = f"the training began with the vectors of {given.source}; what they are worth was not compared"
    return WordVectors(
        given.source, given.dimensions, given.text_share, given.word_share, note=note, further_texts=further
    )


def vector_words(encoded: Encoded) -> str:
    """What words begin with besides the training texts, as the end of a sentence; empty where there is nothing."""
    given = [f"; {encoded.given.words}"] if encoded.given is not None else []
    further = [f"; {len(encoded.further):,} texts without a label lend their words"] if len(encoded.further) else []
    return "".join([*given, *further])


def _and_further(tokens: TokenRows, encoded: Encoded, most_tokens: int) -> TokenRows:
    """The training texts with those that have no label behind them, as far as there is room."""
    further = encoded.further
    if not len(further) or len(tokens.ids) >= most_tokens:
        return tokens
    offsets = np.concatenate((tokens.offsets, tokens.offsets[-1] + further.offsets[1:]))
    return TokenRows(np.concatenate((tokens.ids, further.ids)), offsets)
