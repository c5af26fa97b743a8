"""When one could have called it, in sentences: by which rule, what was known then, and what is known only now."""

from __future__ import annotations

from model.protocol.metrics import direction_is_known
from planner.domain.gains import metric_name, moved_words, unscored_words
from planner.domain.hours import LEAST_TOLD_HOURS
from planner.domain.moment_to_call import (
    GAIN_WINDOW_HOURS,
    Moment,
    first_met,
    gain_after,
    large_step,
    moments_known,
    standing,
)
from planner.domain.results import gained, reaches
from planner.domain.wording.durations import hours_words
from planner.domain.wording.scores import gain_words, score_words, told_apart
from planner.results.score_course import benchmark_in
from planner.retrospective.worth import Worth


def moment_words(worth: Worth) -> str:
    """When one could have called it, or why no moment can be told; and how a metric that is not known was taken."""
    words = _of_target(worth) if worth.project.target else _of_gain(worth)
    if direction_is_known(worth.metric):
        return words
    return f"{words} More is taken as better: {worth.name} does not say by its name which way is."


def _of_target(worth: Worth) -> str:
    target, whole = worth.project.target, worth.whole
    assert target is not None
    if not whole.is_of_target:
        target_words = f"{metric_name(target.metric)} {score_words(target.value)}"
        return f"Your target is {target_words}, and nothing was scored in that: no moment to call it can be told."
    if worth.called is None:
        return _missed(worth, target.value)
    if worth.moment is None:
        return f"Your target of {worth.name} {score_words(target.value)} was met before these days, and held."
    return _met(worth, worth.called, target.value)


def _met(worth: Worth, moment: Moment, target: float) -> str:
    target_words, reached = told_apart(target, worth.course.tries[moment.place].value)
    begins = f"You could have called it {_after(worth, moment.hours, moment.place)}"
    met = f"{worth.name} {reached} met your target of {target_words}, and it held"
    return _sentences(f"{begins}: {met}.", _low_target_words(worth, moment, target), _came_after(worth, moment))


def _low_target_words(worth: Worth, moment: Moment, target: float) -> str:
    """A target that the benchmark reaches alone, or a baseline did, was none for a network."""
    if not worth.course.tries[moment.place].is_model:
        return "A baseline was enough for that target."
    benchmark = benchmark_in(worth.metric, worth.whole.session(moment.place))
    if benchmark is None or not reaches(worth.metric, benchmark, target):
        return ""
    return f"The benchmark alone reached {score_words(benchmark)}: the target asked for no more than that."


def _missed(worth: Worth, target: float) -> str:
    target_words, best = told_apart(target, worth.course.best(standing(worth.course)))
    met = first_met(worth.course)
    if met is not None:
        came = f"met your target of {target_words} {_after(worth, worth.course.tries[met].hours, met)}"
        return f"{worth.name} {came}, but that model was replaced: what stands reaches {best}, and there is no moment."
    never = "was never met" if worth.project.finished_at else "is not met yet"
    return f"Your target of {worth.name} {target_words} {never} (best {best}); {_last_gain_words(worth)}."


def _last_gain_words(worth: Worth) -> str:
    tries, metric, last = worth.course.tries, worth.metric, None
    for place in range(1, len(tries)):
        gain = gained(metric, worth.course.best(tries[:place]), tries[place].value)
        last = (gain, place) if gain > 0 else last
    if last is None:
        return f"nothing was better than the first result, {score_words(tries[0].value)}"
    gain, place = last
    return f"the last gain was {gain_words(gain)}, {_after(worth, tries[place].hours, place)}"


def _of_gain(worth: Worth) -> str:
    course, name = worth.course, worth.name
    if course.worked_hours < course.tries[0].hours + GAIN_WINDOW_HOURS:
        return f"Too little was worked since the first {name} to say when one could have called it."
    if not course.has_model:
        best = score_words(course.best(course.tries))
        return f"Only a baseline is scored ({best}): before a trained model stands beside it there is no moment."
    if worth.called is None:
        return _no_moment(worth)
    if worth.moment is None:
        return "The moment to call it lay before these days."
    begins = f"You could have called it {_after(worth, worth.called.hours, worth.called.place)}."
    then = f"Known then: {name} {moved_words(worth.metric)} by less than {_rule(worth)}."
    return _sentences(begins, then, _known_now(worth, worth.called))


def _known_now(worth: Worth, moment: Moment) -> str:
    after = _came_after(worth, moment)
    is_scored = moment.place + 1 < len(worth.course.tries)
    return f"Known only now: {after[:1].lower()}{after[1:]}" if after and is_scored else after


def _no_moment(worth: Worth) -> str:
    course, name = worth.course, worth.name
    looked = next(moments_known(course), None)
    if looked is not None:
        seemed = f"{name} had {_moved(worth)} by less than {_rule(worth)}"
        came = f"{_what_came(worth, looked)}: it could not have been called earlier."
        return f"{seemed} {_after(worth, looked.hours, looked.place)}, which was known then. Known only now: {came}"
    gain = gain_after(course, course.worked_hours)
    if gain is not None and gain.per_hour is None:
        return f"{unscored_words(gain.unscored_hours)}, so nobody knows what they were worth: no moment."
    better = f"Whenever it was scored, {name} had {_moved(worth)} by at least {_rule(worth)}"
    return f"{better}: it could not have been called earlier."


def _what_came(worth: Worth, looked: Moment) -> str:
    """The large step that came later, or what came later in all."""
    course = worth.course
    best = course.best(course.tries[: looked.place + 1])
    for place, result in enumerate(course.tries[looked.place + 1 :], start=looked.place + 1):
        step = gained(course.metric, best, result.value)
        if step >= large_step(course):
            return f"{score_words(result.value)} came {_after(worth, result.hours, place)}"
        best = course.best(course.tries[: place + 1])
    return f"{score_words(best)} came in the end"


def _came_after(worth: Worth, moment: Moment) -> str:
    course = worth.course
    hours, later = course.worked_hours - moment.hours, course.tries[moment.place + 1 :]
    if hours < LEAST_TOLD_HOURS:
        return ""
    if not later:
        return f"Nothing was scored in the {hours_words(hours)} after it."
    gain = gained(course.metric, course.best(course.tries[: moment.place + 1]), course.best(course.tries))
    brought = f"{gain_words(gain)}, {gain_words(gain / hours)} an hour" if gain > 0 else "nothing"
    return f"The {hours_words(hours)} after it brought {brought}."


def _rule(worth: Worth) -> str:
    whose = "the rule you wrote down" if worth.whole.named else "the usual rule, as you wrote down none"
    per_hour = gain_words(worth.course.least_per_hour)
    return f"{per_hour} an hour over {hours_words(GAIN_WINDOW_HOURS)} of work ({whose})"


def _moved(worth: Worth) -> str:
    return {"fell": "fallen", "rose": "risen"}[moved_words(worth.metric)]


def _after(worth: Worth, hours: float, place: int) -> str:
    """After so many hours of one's own; where there were none by then, after those of machines."""
    if hours >= LEAST_TOLD_HOURS:
        return f"after {hours_words(hours)} of work" + (" in all" if worth.before_hours else "")
    machine = worth.whole.all_hours[place]
    if machine >= LEAST_TOLD_HOURS:
        return f"after {hours_words(machine)} of machine time, before any hour of your own"
    return "before any hour was logged"


def _sentences(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
