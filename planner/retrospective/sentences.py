"""The headline and three sentences of a retrospective: each computed from the log, none without its number.

Candidates are written by `findings`, each with the share of the project's hours that it speaks of; the most telling
three about different things are taken. Few facts give few sentences.
"""

from __future__ import annotations

from datetime import datetime

from planner.domain.cap_wording import past_cap_words
from planner.domain.hours import LEAST_TOLD_HOURS
from planner.domain.wording import hours_words, range_words
from planner.retrospective.facts import Facts, gather_facts
from planner.retrospective.findings import Finding, all_findings
from planner.retrospective.span import ALL_TIME, Span
from planner.store import Store

_MOST_SENTENCES = 3


def three_sentences(store: Store, project_id: int, now: datetime, span: Span = ALL_TIME) -> list[str]:
    """At most three sentences on where the hours went, the most telling first; fewer, or none, for few facts."""
    facts = gather_facts(store, project_id, now, span)
    return [finding.sentence for finding in _most_telling(all_findings(facts))]


def headline(store: Store, project_id: int, now: datetime, span: Span = ALL_TIME) -> str | None:
    """The hours against the plan and where most of them went; None where nothing is logged (in a span)."""
    facts = gather_facts(store, project_id, now, span)
    if not facts.entries:
        return None
    if facts.attended_hours < LEAST_TOLD_HOURS:
        return _machine_only(facts)
    return f"{_total_words(facts)} {_biggest_words(facts)}".strip()


def _most_telling(findings: list[Finding]) -> list[Finding]:
    chosen: list[Finding] = []
    for finding in sorted(findings, key=lambda f: -f.weight):
        if not any(finding.says_the_same_as(other) for other in chosen):
            chosen.append(finding)
    return chosen[:_MOST_SENTENCES]


def _machine_only(facts: Facts) -> str:
    if facts.attended_hours + facts.unattended_hours < LEAST_TOLD_HOURS:
        return f"Less than a minute is logged {facts.span.words or 'so far'}."
    machine = f"{hours_words(facts.unattended_hours)} of machine time"
    return (
        f"{machine} {facts.span.words}, and no hours of your own."
        if facts.span.words
        else (f"{machine} so far, and no hours of your own yet.")
    )


def _total_words(facts: Facts) -> str:
    hours, said = hours_words(facts.attended_hours), facts.first_total
    if facts.span.words:
        of_all = f", of the {range_words(said)} planned for the whole" if said else ""
        return f"{hours} {facts.span.words}{of_all}."
    if said is None:
        return f"{hours}, without a total planned." if facts.is_finished else f"{hours} so far."
    if facts.attended_hours > said.high_hours:
        so_far = "" if facts.is_finished else " so far"
        return f"{hours}{so_far} instead of {range_words(said)}."
    if not facts.is_finished:
        return f"{hours} so far of the {range_words(said)} planned."
    if facts.attended_hours < said.low_hours:
        return f"{hours} instead of {range_words(said)}."
    return f"{hours}, inside the {range_words(said)} planned."


def _biggest_words(facts: Facts) -> str:
    capped = max(facts.actuals, key=lambda actual: actual.past_cap_hours)
    if capped.past_cap_hours >= LEAST_TOLD_HOURS:
        took = f"{capped.phase.name} took {hours_words(capped.attended_hours)} of them"
        return f"{took}, {past_cap_words(capped.past_cap_hours)}."
    longest = max(facts.actuals, key=lambda actual: actual.attended_hours)
    if len([actual for actual in facts.actuals if actual.attended_hours >= LEAST_TOLD_HOURS]) < 2:
        return f"All of them went into {longest.phase.name}."
    return f"{longest.phase.name} took the most, {hours_words(longest.attended_hours)}."
