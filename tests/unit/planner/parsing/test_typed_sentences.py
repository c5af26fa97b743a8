"""What people type where a name, an address, an amount or a score is meant: out of any range, it is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.protocol.metrics import METRICS
from planner.cli.typed import parse_bytes, parse_score
from planner.domain.availability import parse_address
from planner.domain.errors import InvalidAvailability, InvalidPlan, SessionRefused
from planner.planning.names import checked_name
from planner.sessions.continuing import check_continuable


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\udcffb", "a\0b", "a\x1bb"])
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    """Empty, endless, or with something in it that is no letter; a family of emoji is a name."""
    for what in ("project", "phase"):
        with pytest.raises(InvalidPlan):
            checked_name(name, what)
    assert checked_name(" 👩‍👩‍👧  Größe 東京 ", "project") == "👩‍👩‍👧 Größe 東京"


@pytest.mark.parametrize(
    "text", ["", "me", "me@", "@place", "a b@c", "a@b,c@d", "a\udcff@b", "x" * 300 + "@y", "a@b@c"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """In one sentence of a bearable length."""
    with pytest.raises(InvalidAvailability, match=r"is no mail address\. Write one as in a calendar") as refused:
        parse_address(text)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("text", ["9" * 400 + "GB", "99999999999999999999999 MB"])
def test_more_memory_than_any_machine_has_is_refused(text: str) -> None:
    """Before it overflows."""
    with pytest.raises(ValueError, match="more memory than any machine has"):
        parse_bytes(text)


@pytest.mark.parametrize("text", ["roc_auc=17", "macro_f1=-0.1", "accuracy=88.4", "log_loss=-1"])
def test_a_score_that_no_metric_can_have_is_refused(text: str) -> None:
    """Per cent are the usual slip."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        parse_score(text, METRICS)
    assert parse_score("log_loss=1.7", METRICS) == ("log_loss", 1.7)


def test_a_folder_that_no_disk_can_hold_is_not_there() -> None:
    """As one that is not there."""
    with pytest.raises(SessionRefused, match="There is no folder"):
        check_continuable(Path("x" * 100_000))
