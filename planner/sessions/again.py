"""What a new session takes over from an earlier one: choices of the command line that the start form does not draw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.metrics import metric_words
from planner.domain.training import TrainingSession
from planner.domain.wording.common import count_words, list_words, score_number

_USUAL_SEED = 7


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Seed, epochs, test file and scores from elsewhere, as the earlier session had them."""

    seed: int = _USUAL_SEED
    epochs: int | None = None
    test_file: Path | None = None
    outside_scores: tuple[tuple[str, float], ...] = ()

    @property
    def words(self) -> str:
        """What differs from a usual session: `6 epochs and seed 11`; empty where nothing does."""
        outside = [
            f"{metric_words(metric)} {score_number(value)} from elsewhere" for metric, value in self.outside_scores
        ]
        epochs = [count_words(self.epochs, "epoch")] if self.epochs else []
        test = [f"test file {self.test_file.name}"] if self.test_file else []
        seed = [f"seed {self.seed}"] if self.seed != _USUAL_SEED else []
        return list_words([*epochs, *test, *outside, *seed])


def order_of(session: TrainingSession) -> SessionConfig | None:
    """What a session was asked to do; None where its folder is gone."""
    try:
        return SessionConfig.load(session.run_folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def taken_over(config: SessionConfig) -> TakenOver:
    """The choices of an earlier order that a form does not draw."""
    test_file = Path(config.test_file) if config.test_file else None
    outside = tuple(sorted((config.outside_scores or {}).items()))
    return TakenOver(config.seed, config.epochs, test_file, outside)
