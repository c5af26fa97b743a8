"""Is a GPU worth it: a limit from what was measured, never a promise."""

from model.judging.gpu import gpu_verdict


def test_short_trainings_never_pay_for_the_set_up() -> None:
    """Thirty seconds of training steps in a minute: an hour of set-up is 120 such sessions."""
    verdict = gpu_verdict(30.0, 60.0)
    assert verdict.standing == "hardly worth it"
    assert "50 % of this session at most" in verdict.text
    assert "120 such sessions, or later" in verdict.text


def test_hours_of_training_may() -> None:
    """Two hours of steps: the first session could give the hour back."""
    verdict = gpu_verdict(7200.0, 8000.0)
    assert verdict.standing == "may be worth it"
    assert "after 1 such session, or later" in verdict.text


def test_without_a_network_it_cannot_be_told() -> None:
    """The benchmark has no work for a GPU."""
    assert gpu_verdict(0.0, 60.0).standing == "cannot tell"
