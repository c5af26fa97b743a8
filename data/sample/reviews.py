"""Made reviews whose meaning hangs on word order: who said it, what it was compared with, what was denied.

Each frame takes a verdict (+1 praise, -1 complaint) and writes sentences that hold words of both kinds, so that
counting words is not enough; turning the order round turns the meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from data.sample import frames, words
from data.sample.topics import TOPICS, Part, Topic

POSITIVE, NEGATIVE, MIXED = "positive", "negative", "mixed"
_SHARES = ((POSITIVE, 0.41), (NEGATIVE, 0.74), (MIXED, 1.0))  # cumulative
_VAGUE_SHARE = 0.02
# Tuned by measurement: n-grams reach about .80, and most of what they miss can be read from the order of the words.
_TRICKY_SHARE = 0.20  # of the reviews with one verdict: those whose frame turns the words round
_DENIED_SHARE = 0.05  # of the clauses: say the opposite, and deny it
_DECOY_SHARE = 0.05  # of the clauses: sound like a denial, and are none
_ACTED_SHARE = 0.15  # of the plain and of the denied clauses: say what a part did
_OPENING_SHARE = 0.45
_CLOSING_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class MadeReview:
    """A review with the class that its maker meant; None where the text cannot tell."""

    text: str
    meaning: str | None


def make_review(random: Random) -> MadeReview:
    """One review, clean, with its true class."""
    topic = random.choice(TOPICS)
    if random.random() < _VAGUE_SHARE:
        thing = random.choice(topic.things)
        text = random.choice(words.VAGUE).format(thing=thing, Thing=_capital(thing))
        return MadeReview(_around(random, topic, text), None)
    draw = random.random()
    meaning = next(label for label, upper in _SHARES if draw < upper)
    body = _mixed(random, topic) if meaning == MIXED else _decided(random, topic, 1 if meaning == POSITIVE else -1)
    return MadeReview(_around(random, topic, body), meaning)


def _decided(random: Random, topic: Topic, verdict: int) -> str:
    """Sentences with one verdict: a tricky one, perhaps with a plain one beside it, or one to three clauses."""
    parts = random.sample(topic.parts, 3)
    if random.random() < _TRICKY_SHARE:
        sentences = [random.choice(_TRICKY)(random, topic, verdict)]
        if random.random() < 0.35:
            sentences.insert(random.randrange(2), _clause(random, parts[0], verdict))
        return _sentences(sentences)
    clauses = [_clause(random, part, verdict) for part in parts[: random.choice((1, 2, 2, 3))]]
    if len(clauses) > 1:
        clauses[:2] = [random.choice(frames.JOINING).format(one=clauses[0], two=clauses[1])]
    return _sentences(clauses)


def _mixed(random: Random, topic: Topic) -> str:
    parts = random.sample(topic.parts, 2)
    verdict = random.choice((1, -1))
    first, second = _clause(random, parts[0], verdict), _clause(random, parts[1], -verdict)
    return _sentences([random.choice(frames.MIXING).format(one=first, two=second)])


def _clause(random: Random, part: Part, verdict: int) -> str:
    """A clause about one part that means praise (1) or complaint (-1), said plainly, by a denial, or like a denial."""
    draw, acted = random.random(), random.random() < _ACTED_SHARE
    if draw < _DENIED_SHARE:
        return (
            _acted(random, part, frames.NOT_ACTED, -verdict) if acted else _said(random, part, frames.DENIED, -verdict)
        )
    if draw < _DENIED_SHARE + _DECOY_SHARE:
        return _said(random, part, frames.DECOY, verdict)
    return _acted(random, part, frames.ACTED, verdict) if acted else _said(random, part, frames.PLAIN, verdict)


def _said(random: Random, part: Part, choices: Sequence[str], verdict: int) -> str:
    """A frame filled with a word of the verdict, from the part's own words or the general ones."""
    own = part.praise if verdict > 0 else part.complaint
    word = random.choice(own if random.random() < 0.5 else _general(verdict))
    return random.choice(choices).format(part=part.name, word=word, word2=random.choice(_general(verdict)))


def _acted(random: Random, part: Part, choices: Sequence[str], verdict: int) -> str:
    past, base = random.choice(words.PRAISE_ACTS if verdict > 0 else words.COMPLAINT_ACTS)
    return random.choice(choices).format(part=part.name, past=past, base=base)


def _compared(random: Random, topic: Topic, verdict: int) -> str:
    return _filled(random, topic, random.choice(frames.COMPARED), verdict)


def _hearsay(random: Random, topic: Topic, verdict: int) -> str:
    return _filled(random, topic, random.choice(random.choice((frames.AGREED, frames.DISAGREED))), verdict)


def _expected(random: Random, topic: Topic, verdict: int) -> str:
    return _filled(random, topic, random.choice(random.choice((frames.EXPECTED_RIGHT, frames.EXPECTED_WRONG))), verdict)


def _turned(random: Random, topic: Topic, verdict: int) -> str:
    return _filled(random, topic, random.choice(frames.TURNED), verdict)


def _overruled(random: Random, topic: Topic, verdict: int) -> str:
    clause = _clause(random, random.choice(topic.parts), -verdict)
    return random.choice(frames.OVERRULED).format(clause=clause, act=random.choice(frames.ACTS[verdict]))


_TRICKY: tuple[Callable[[Random, Topic, int], str], ...] = (_compared, _hearsay, _expected, _turned, _overruled)


def _filled(random: Random, topic: Topic, frame: str, verdict: int) -> str:
    return frame.format(
        thing=random.choice(topic.things),
        earlier=random.choice(topic.earlier),
        part=random.choice(topic.parts).name,
        person=random.choice(words.PEOPLE),
        verb=random.choice(topic.verbs),
        word=random.choice(_general(verdict)),
        other=random.choice(_general(-verdict)),
    )


def _general(verdict: int) -> Sequence[str]:
    return words.PRAISE if verdict > 0 else words.COMPLAINT


def _around(random: Random, topic: Topic, body: str) -> str:
    """The body, perhaps with a neutral sentence before and after it."""
    sentences = [body]
    if random.random() < _OPENING_SHARE:
        own = random.choice(topic.openings) + "."
        sentences.insert(0, own if random.random() < 0.5 else _aside(random, words.OPENINGS))
    if random.random() < _CLOSING_SHARE:
        sentences.append(_aside(random, words.CLOSINGS))
    return " ".join(sentences)


def _aside(random: Random, choices: Sequence[str]) -> str:
    person, number = random.choice(words.PEOPLE), random.choice(words.NUMBERS)
    return random.choice(choices).format(
        day=random.choice(words.DAYS),
        month=random.choice(words.MONTHS),
        weather=random.choice(words.WEATHER),
        price=random.randrange(6, 300),
        person=person,
        Person=_capital(person),
        number=number,
        Number=_capital(number),
    )


def _sentences(clauses: Sequence[str]) -> str:
    text = ". ".join(clauses) + "."
    return _with_articles(". ".join(_capital(sentence) for sentence in text.split(". ")))


def _with_articles(text: str) -> str:
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
