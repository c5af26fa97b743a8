"""How many texts a step takes: larger where that is clearly quicker, never beyond memory."""

from collections.abc import Callable

from model.training.batch_size import BatchTried, find_batch

GB = 10**9


def _machine(
    texts_per_s: dict[int, float], *, base: int = GB, per_text: int = 1_000_000
) -> Callable[[int], BatchTried]:
    return lambda batch: BatchTried(batch, texts_per_s[batch], base + per_text * batch)


QUICKER = {64: 100.0, 128: 150.0, 256: 200.0, 512: 300.0}


def _found(try_out: Callable[[int], BatchTried], **changes: float) -> list[int]:
    asked = {"first": 64, "rows": 1_000_000, "memory_bytes": 8 * GB, **changes}
    return [t.batch_size for t in find_batch(try_out, time_left_s=lambda: 1.0, **asked)]  # type: ignore[arg-type]


def test_it_grows_while_steps_get_clearly_quicker_for_each_text() -> None:
    """Up to the most there is."""
    assert _found(_machine(QUICKER)) == [64, 128, 256]


def test_a_little_quicker_is_not_worth_half_the_steps() -> None:
    """A tenth more texts a second keeps the batch as it is."""
    assert _found(_machine({64: 100.0, 128: 110.0})) == [64]


def test_a_small_table_keeps_its_steps() -> None:
    """Ten thousand rows in batches of 128 would be 78 steps an epoch: too few to learn by."""
    assert _found(_machine(QUICKER), rows=10_000) == [64]


def test_it_backs_off_where_memory_would_be_gone() -> None:
    """The batch that took too much is not kept, and none is tried that would take more than there is."""
    assert _found(_machine(QUICKER, per_text=20_000_000), memory_bytes=5 * GB) == [64]
    tried: list[int] = []

    def try_out(batch: int) -> BatchTried:
        tried.append(batch)
        return BatchTried(batch, QUICKER[batch], GB + 8_000_000 * batch)

    assert _found(try_out, memory_bytes=4 * GB) == [64, 128]
    assert tried == [64, 128]


def test_without_time_the_first_is_taken() -> None:
    """It is tried all the same: its memory has to be known."""
    kept = find_batch(_machine(QUICKER), first=64, rows=10**6, memory_bytes=8 * GB, time_left_s=lambda: 0.0)
    assert [tried.batch_size for tried in kept] == [64]


def test_on_an_accelerator_a_small_table_takes_larger_batches_where_steps_take_no_longer() -> None:
    """A step of 64 texts leaves it idle: one of 256 is as quick. Never more texts than there are."""
    as_quick = _machine({64: 100.0, 128: 195.0, 256: 380.0})
    assert _found(as_quick, rows=10_000, is_accelerated=True) == [64, 128, 256]
    assert _found(as_quick, rows=200, is_accelerated=True) == [64, 128]
    assert _found(_machine(QUICKER), rows=10_000, is_accelerated=True) == [64]
