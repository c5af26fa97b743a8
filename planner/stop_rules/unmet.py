"""What a project still lacks of what "done" means for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from planner import planning
from planner.domain.gains import metric_key, metric_name
from planner.domain.project import MetricTarget, Phase
from planner.domain.results import reaches
from planner.domain.wording.lists import list_words
from planner.domain.wording.scores import score_words, told_apart
from planner.results.score_course import standing_best
from planner.store import Store


@dataclass(frozen=True, slots=True)
class Cut:
    """What is to be left out: lines of the checklist by their text, phases by id, and the metric target."""

    items: Collection[str] = ()
    phases: Collection[int] = ()
    target: bool = False


@dataclass(frozen=True, slots=True)
class Unmet:
    """What is not met: the target with the best result so far, lines of the checklist, phases that are not done.

    was_said: whether anything was written down that could be met.
    """

    target: MetricTarget | None
    best: float | None
    items: tuple[str, ...]
    phases: tuple[Phase, ...]
    was_said: bool

    @property
    def is_nothing(self) -> bool:
        """Whether all is met."""
        return not (self.target or self.items or self.phases)

    @property
    def words(self) -> str:
        """One sentence: `Not met: macro-F1 .800 (best so far .760), 'Write-up sent', phase Model not done.`"""
        if not self.was_said:
            return "What done means was not written down."
        if self.is_nothing:
            return "Everything on the list is met."
        parts = [self.target_words] if self.target else []
        parts += [f"‘{item}’" for item in self.items]
        return f"Not met: {', '.join(parts + self._phase_words())}."

    @property
    def target_words(self) -> str:
        """The target that is not met: `macro-F1 .800 (best so far .760)`."""
        if self.target is None:
            return ""
        name = metric_name(self.target.metric)
        if self.best is None:
            return f"{name} {score_words(self.target.value)} (nothing scored yet)"
        target, best = told_apart(self.target.value, self.best)
        return f"{name} {target} (best so far {best})"

    def is_all_cut(self, cut: Cut) -> bool:
        """Whether nothing that is not met would be left."""
        phases = {phase.id for phase in self.phases}
        return set(self.items) <= set(cut.items) and phases <= set(cut.phases) and (cut.target or not self.target)

    def _phase_words(self) -> list[str]:
        names = [phase.name for phase in self.phases]
        return [f"{'phase' if len(names) == 1 else 'phases'} {list_words(names)} not done"] if names else []


def unmet(store: Store, project_id: int) -> Unmet:
    """What is not met: a target above the best result that stands, open lines, planned phases that are not done."""
    project = planning.project(store, project_id)
    planned = [phase for phase in planning.phases(store, project_id) if phase.range]
    best = standing_best(store, project_id, metric_key(project.target.metric)) if project.target else None
    return Unmet(
        target=None if project.target is None or _is_met(project.target, best) else project.target,
        best=best,
        items=tuple(item.text for item in project.done_items if not item.done),
        phases=tuple(phase for phase in planned if phase.finished_at is None),
        was_said=bool(project.target or project.done_items or planned),
    )


def _is_met(target: MetricTarget, best: float | None) -> bool:
    return best is not None and reaches(metric_key(target.metric), best, target.value)
