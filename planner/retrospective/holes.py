"""Which holes? Interruptions by reason, what being stuck led to, and scores that are one and the same model."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from planner.domain.wording import count_words, hours_words, list_words
from planner.store import Store

_MOST_REASONS = 3


def holes(store: Store, project_id: int, now: datetime) -> list[str]:
    """A sentence for each kind of hole that the log has; empty where it has none."""
    found = (_interruptions(store, project_id, now), _stuck(store, project_id), _same_weights(store, project_id))
    return [sentence for sentence in found if sentence]


def _interruptions(store: Store, project_id: int, now: datetime) -> str:
    interruptions = store.interruptions.of_project(project_id)
    if not interruptions:
        return ""
    hours: dict[str, float] = defaultdict(float)
    for one in interruptions:
        took = ((one.stopped_at or now) - one.started_at).total_seconds() / 3600
        hours[one.reason or "without a reason"] += took
    longest = sorted(hours.items(), key=lambda item: -item[1])[:_MOST_REASONS]
    reasons = ", ".join(f"{reason} {hours_words(took)}" for reason, took in longest)
    times = count_words(len(interruptions), "interruption")
    return f"{times} took {hours_words(sum(hours.values()))}, which no range counts: {reasons}."


def _stuck(store: Store, project_id: int) -> str:
    spells = store.stuck.of_project(project_id)
    if not spells:
        return ""
    led_to = Counter(str(spell.outcome) if spell.outcome else "still open" for spell in spells)
    words = list_words([f"{count} {outcome}" for outcome, count in led_to.most_common()])
    return f"Stuck {count_words(len(spells), 'time')}: {words}."


def _same_weights(store: Store, project_id: int) -> str:
    """Two sessions with one hash of weights are one model under two names."""
    of_hash: dict[str, list[str]] = defaultdict(list)
    for session in store.sessions.sessions_of(project_id):
        score = session.score_of("delivered")
        if score and score.weights_sha256:
            of_hash[score.weights_sha256].append(session.id)
    twins = [list_words(names) for names in of_hash.values() if len(names) > 1]
    return f"The same weights stand behind {'; and behind '.join(twins)}: count that score once." if twins else ""
