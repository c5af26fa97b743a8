"""A box around any loop: it ends in time, and what was best lies saved whole, however it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from callit import BoxError, SaveFailed, Timebox
from callit.clock import BoxClock
from callit.endings import Ending
from callit.verifying import checks_of
from tests.unit.callit.made_boxes import STARTED_UNIX, Hand, RememberingDiary, made_box, write_net


def saved(folder: Path) -> str:
    """What the best of a box says, by its manifest."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return (folder / manifest["best_folder"] / "net.txt").read_text()


def test_batches_end_when_no_further_one_fits(tmp_path: Path) -> None:
    """10 s a batch, half of that on top as slack, and 1.5 s to end: after 80 s the next may begin, after 90 s not."""
    hand = Hand()
    with made_box(tmp_path / "box", hand) as box:
        for _ in box.batches(range(1000)):
            hand.move(10)
    assert hand.seconds == 90
    assert box.ending == "box over"


def test_a_loader_that_takes_its_time_ends_in_time_too(tmp_path: Path) -> None:
    """1.7 s to load a batch, nothing to work on it; a first one that takes longer, as processes start for it."""
    hand = Hand()

    def slow_to_come() -> Iterator[int]:
        hand.move(3)
        for number in range(1000):
            hand.move(1.7)
            yield number

    with made_box(tmp_path / "box", hand, "20s") as box:
        count = sum(1 for _ in box.batches(slow_to_come()))
    assert 12 < hand.seconds < 20
    assert count == pytest.approx((hand.seconds - 3) / 1.7)
    assert box.ending == "box over"
    assert box.ended is not None
    assert "longer than ever before" not in box.ended.text()


def test_a_sleep_of_the_machine_uses_up_the_box_and_is_no_length_of_a_batch(tmp_path: Path) -> None:
    """The lid is closed for 40 s of 100: the box goes on afterwards, as a batch takes a second."""
    hand = Hand()
    with made_box(tmp_path / "box", hand) as box:
        for number in box.batches(range(1000)):
            hand.move(1)
            if number == 10:
                hand.sleep(40)
    assert hand.seconds == pytest.approx(97, abs=1)


def test_a_score_of_which_less_is_better_is_worth_more_time_while_it_falls(tmp_path: Path) -> None:
    """By what was said of it, as its name does not tell."""
    hand = Hand()
    with made_box(tmp_path / "box", hand) as box:
        for number in range(30):
            hand.move(3)
            box.score(val_cost=10 - 0.1 * number, lower=True, save=write_net)
    assert box.ended is not None
    assert "More time is worth it: val_cost gained 2 a minute." in box.ended.text()


def test_a_loader_is_gone_through_again_until_the_box_ends(tmp_path: Path) -> None:
    hand, seen = Hand(), []
    with made_box(tmp_path / "box", hand, "20s") as box:
        for batch in box.batches([1, 2, 3]):
            hand.move(3)
            seen.append(batch)
    assert seen == [1, 2, 3, 1, 2]
    assert hand.seconds <= 20


def test_a_generator_is_gone_through_once_and_an_empty_loader_not_for_ever(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        assert list(box.batches(number for number in range(3))) == [0, 1, 2]
        assert list(box.batches([])) == []
    assert box.ending == "finished"


def test_the_time_for_one_more_save_is_kept(tmp_path: Path) -> None:
    """A save took 8 s: 12 s are kept for the next, and 1.5 s for ending."""
    hand = Hand()

    def slow(folder: Path) -> None:
        hand.move(8)
        write_net(folder)

    with made_box(tmp_path / "box", hand) as box:
        box.score(val_auc=0.5, save=slow)
        assert box.left_s == pytest.approx(100 - 8 - 12 - 1.5)
        assert box.share_elapsed == pytest.approx(0.08)
        hand.move(80)
        assert box.should_stop


def test_a_best_without_time_for_its_save_is_said_and_the_former_stays(tmp_path: Path) -> None:
    hand = Hand()

    def slow(folder: Path) -> None:
        hand.move(8)
        write_net(folder, "first")

    with made_box(tmp_path / "box", hand) as box:
        box.score(val_auc=0.5, save=slow)
        hand.move(85)
        assert not box.score(val_auc=0.9, save=slow)
    assert saved(box.folder) == "first"
    assert box.ended is not None
    assert "val_auc .900 came when no time for a save was left" in box.ended.text()


def test_only_a_better_score_is_saved_whichever_way_is_better(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        for loss in (0.9, 0.5, 0.7, float("nan"), 0.5):
            box.score(val_loss=loss, save=lambda folder, loss=loss: write_net(folder, str(loss)))  # type: ignore[misc]
    assert saved(box.folder) == "0.5"
    assert sorted(path.name for path in box.folder.glob("best-*")) == ["best-0002"]


def test_the_first_name_counts_and_the_others_are_kept_beside_it(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.8, val_loss=0.4, save=write_net)
        with pytest.raises(BoxError, match="Give val_auc too"):
            box.score(val_loss=0.1, save=write_net)
        with pytest.raises(BoxError, match="Say one by its name"):
            box.score(save=write_net)
    assert box.best is not None
    assert box.best.scores == {"val_auc": 0.8, "val_loss": 0.4}


def test_a_first_save_that_writes_nothing_is_found_out_at_once(tmp_path: Path) -> None:
    with pytest.raises(SaveFailed, match="wrote no file"), made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.5, save=lambda folder: None)


def test_a_disk_that_is_full_later_on_costs_only_the_newer_best(tmp_path: Path) -> None:
    def full(folder: Path) -> None:
        (folder / "net.txt").write_text("half of it")
        raise OSError(28, "No space left on device")

    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.5, save=lambda folder: write_net(folder, "first"))
        assert not box.score(val_auc=0.6, save=full)
    assert saved(box.folder) == "first"
    assert not list(box.folder.glob("*.half"))
    assert all(check.ok is not False for check in checks_of(box.folder))
    assert box.ended is not None
    assert "No space left" in box.ended.text()


@pytest.mark.parametrize(
    ("error", "ending"),
    [(KeyboardInterrupt(), "interrupted"), (MemoryError(), "memory"), (RuntimeError("no such layer"), "failed")],
)
def test_a_box_left_by_an_error_is_closed_as_what_it_was(tmp_path: Path, error: BaseException, ending: str) -> None:
    diary = RememberingDiary()
    box = made_box(tmp_path / "box", Hand(), diary=diary)
    with pytest.raises(type(error)), box:
        _score_and_raise(box, error)
    assert box.ending == ending == json.loads((box.folder / "result.json").read_text())["ending"]
    assert saved(box.folder) == "weights"
    assert diary.has_ended


def _score_and_raise(box: Timebox, error: BaseException) -> None:
    box.score(val_auc=0.5, save=write_net)
    raise error


def test_nothing_is_overwritten_a_number_tells_the_second_box_from_the_first(tmp_path: Path) -> None:
    for words in ("0.9", "0.5"):
        with made_box(tmp_path / "lstm", Hand()) as box:
            box.score(val_auc=float(words), save=lambda folder, words=words: write_net(folder, words))  # type: ignore[misc]
    assert saved(tmp_path / "lstm") == "0.9"
    assert saved(tmp_path / "lstm-2") == "0.5"
    assert box.ended is not None
    assert "holds something already" in box.ended.text()


def test_a_phase_that_is_named_is_waited_for_and_none_is_not(tmp_path: Path) -> None:
    for asked, waits in ((None, False), ("Model", True)):
        diary = RememberingDiary()
        with made_box(tmp_path / "box", Hand(), diary=diary, phase=asked, data_sha256="d" * 64):
            pass
        assert diary.waited is waits
        assert diary.order["phase"] == asked
        assert diary.order["data_sha256"] == "d" * 64


def test_a_stop_asked_for_from_outside_ends_the_loop(tmp_path: Path) -> None:
    with made_box(tmp_path / "box", Hand()) as box:
        (box.folder / "stop-and-keep").touch()
        box._look()
        assert list(box.batches([1, 2])) == []
    assert box.ending == "stopped"
    assert box.ended is not None
    assert box.ended.text().startswith("callit: Stopped as asked after")


def test_a_stop_that_was_asked_for_ends_no_later_run_in_the_rest_of_the_box(tmp_path: Path) -> None:
    hand = Hand()
    with made_box(tmp_path / "box", hand) as box:
        (box.folder / "stop-and-keep").touch()
        box._look()
    box.open_again()
    box._look()
    assert list(box.batches([1, 2], epochs=1)) == [1, 2]
    box.close(Ending.FINISHED)


@pytest.mark.parametrize("refusal", [BoxError("There is no phase Modle."), KeyboardInterrupt()])
def test_a_box_that_is_refused_is_as_if_it_had_never_been_opened(tmp_path: Path, refusal: BaseException) -> None:
    """Also by Ctrl-C while the planner is waited for: no folder is left, and opened again it asks again."""
    diary = RefusingDiary(refusal)
    box = made_box(tmp_path / "box", Hand(), diary=diary, phase="Modle")
    for _ in range(2):
        with pytest.raises(type(refusal)):
            box.open()
        assert not box.is_open
        assert not (tmp_path / "box").exists()


class RefusingDiary(RememberingDiary):
    """A planner that knows no such phase, each time that it is asked."""

    refusal: BaseException = BoxError("")

    def __init__(self, refusal: BaseException | None = None) -> None:
        super().__init__()
        if refusal is not None:
            type(self).refusal = refusal

    def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
        assert wait
        raise self.refusal


def test_a_best_that_ctrl_c_left_without_its_name_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """A folder that is in its place already, and that no manifest names: the next best gets another number."""
    with made_box(tmp_path / "box", Hand()) as box:
        box.score(val_auc=0.5, save=write_net)
        (box.folder / "best-0002").mkdir()
        write_net(box.folder / "best-0002")
        assert box.score(val_auc=0.6, save=lambda folder: write_net(folder, "better"))
    assert saved(box.folder) == "better"
    assert [path.name for path in box.folder.glob("best-*")] == ["best-0003"]


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BoxError, match="cannot be made"), made_box(tmp_path / "file" / "box", Hand()):
        pass
    with pytest.raises(BoxError, match="with callit"):
        made_box(tmp_path / "box", Hand()).score(val_auc=0.5)
    with pytest.raises(BoxError, match="started='kernel'"):
        BoxClock("the imports")


def test_a_box_that_the_imports_used_up_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """Counted from the start of the process, a short box is over before its first batch."""
    hand = Hand()
    clock = BoxClock(STARTED_UNIX, ticks=lambda: hand.seconds, wall=lambda: STARTED_UNIX + 12)
    with pytest.raises(BoxError) as refused:
        Timebox("12s", started="kernel", clock=clock, folder=tmp_path / "box", log=False)
    assert str(refused.value) == (
        "This box of 12 s was over before it began: 12 s had passed since the process began, imports included. "
        "Give it a longer one, or leave started= out: then it counts from the call."
    )
    assert not (tmp_path / "box").exists()
    assert Timebox("60s", clock=clock, folder=tmp_path / "box", log=False).left_s == pytest.approx(47.1)
