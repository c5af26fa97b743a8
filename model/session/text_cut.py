"""How long texts are cut: by what their labels need, and by what there is time to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.ngram.words_needed import LabelledRows, cuts_to_try, words_needed
from model.protocol.result import TextsRead
from model.text.cut import TextCut
from model.text.encode import MOST_TOKENS, tokens_to_cover

if TYPE_CHECKING:
    from model.session.smoke_stage import Encoded, Trial
    from model.training.training_set import TrainingSet

WIDEST = TextCut(1_024, 512)  # what is encoded, where many texts are longer than is usual
CHOOSE_SHARE = 0.05  # of the box
LEAST_PASSES = 1.0  # over all training texts, that the time is to allow
_UNKNOWN_NEED = TextCut(512, 256)  # where nobody can tell
_NOTHING_MORE = "more words say nothing more of the labels"
_UNTOLD = "how many words their labels need could not be told"
_NO_TIME = "with more words there would be no time to read every text once"


def with_needed_cut(
    encoded: Encoded, words: NDArray[np.int64], *, seed: int, time_left_s: Callable[[], float]
) -> Encoded:
    """Texts that were encoded widely, cut to what their labels need; `words` are those of each training text.

    Where next to all texts are short they stay as they are.
    """
    widest = TextCut(encoded.max_tokens, encoded.tail_tokens)
    if tokens_to_cover(np.maximum(words, 1), most=MOST_TOKENS + 1) <= MOST_TOKENS:
        return replace(encoded, read=_read(widest, words, ""))
    cuts = cuts_to_try(widest, tokens_to_cover(words, most=widest.most))
    texts = LabelledRows(encoded.training.tokens, encoded.training.labels)
    needed = words_needed(texts, cuts, encoded.shape.classes, seed=seed, time_left_s=time_left_s)
    if needed is None:
        chosen = _UNKNOWN_NEED if widest.holds(_UNKNOWN_NEED) else widest
        shorter = [cut for cut in cuts if cut.has_middle and cut.most < chosen.most and chosen.holds(cut)]
        return replace(_cut(encoded, chosen, words, _UNTOLD), shorter=tuple(reversed(shorter)))
    is_longest = needed.cut.most == max(cut.most for cut in cuts)
    why = "" if is_longest else _NOTHING_MORE
    return replace(_cut(encoded, needed.cut, words, why), shorter=needed.shorter)


def fit_to_time(trial: Trial, time_s: float) -> None:
    """Cut the texts of a learner shorter where so many seconds do not allow one pass over all of them."""
    encoded = trial.encoded
    if not encoded.shorter:
        return
    words, word_s = encoded.training.tokens.lengths, trial.learner.word_s()
    cuts = (TextCut(encoded.max_tokens, encoded.tail_tokens), *encoded.shorter)
    passes_s = [LEAST_PASSES * word_s * float(np.minimum(words, cut.most).sum()) for cut in cuts]
    chosen = next((cut for cut, pass_s in zip(cuts, passes_s, strict=True) if pass_s <= time_s), cuts[-1])
    if chosen != cuts[0]:
        trial.encoded = replace(_cut(encoded, chosen, words, _NO_TIME), shorter=())
        trial.learner.take_texts(trial.encoded.training.tokens, trial.encoded.validation.tokens)


def cut_words(encoded: Encoded) -> str:
    """How long texts are cut, as the end of a sentence; empty where they are next to all read whole."""
    return f"; {encoded.read.note}" if encoded.read is not None and encoded.read.note else ""


def _cut(encoded: Encoded, cut: TextCut, words: NDArray[np.integer], why: str) -> Encoded:
    return replace(
        encoded,
        max_tokens=cut.most,
        tail_tokens=cut.tail,
        training=_cut_set(encoded.training, cut),
        validation=_cut_set(encoded.validation, cut),
        read=_read(cut, words, _note(cut, float(np.mean(words > cut.most)), why)),
    )


def _cut_set(texts: TrainingSet, cut: TextCut) -> TrainingSet:
    return replace(texts, tokens=texts.tokens.cut(cut))


def _read(cut: TextCut, words: NDArray[np.integer], note: str) -> TextsRead:
    return TextsRead(cut.most, cut.head, cut.tail, float(np.mean(words <= cut.most)) if len(words) else 1.0, note)


def _note(cut: TextCut, cut_share: float, why: str) -> str:
    """How texts are cut, and why so; empty where none is.

    >>> _note(TextCut(64, 32), 0.3, "there was no time")
    'of texts of more than 64 words (30 %) the first 31 and the last 32 are read: there was no time'
    >>> _note(TextCut(600, 0), 0.02, "")
    'of texts of more than 600 words (2 %) the first 600 are read'
    """
    kept = [f"the {name} {count:,}" for name, count in (("first", cut.head), ("last", cut.tail)) if count]
    if not cut_share:
        return ""
    told = f"of texts of more than {cut.most:,} words ({_percent(cut_share)}) {' and '.join(kept)} are read"
    return f"{told}: {why}" if why else told


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "fewer than 1 %"
