"""A disk that has no room for what a session saves: the model saved before is kept, and can be used."""

from __future__ import annotations

from pathlib import Path

from tests.integration.real_sessions import begin, callit, result, reviews

BENCHMARK_FITS_BYTES = 700 * 1024  # the n-gram model of the made reviews does, a network does not


def test_a_network_that_has_no_room_leaves_the_benchmark(tmp_path: Path) -> None:
    """Every write beyond the limit fails, as on a full disk: said in a sentence, scored, proven, usable."""
    table = reviews(tmp_path)
    words = ("--text", "review", "--label", "sentiment", "--timebox", "100s", "--epochs", "1", "--out", "out")
    session = begin(tmp_path, "train", table.name, *words, most_bytes=BENCHMARK_FITS_BYTES)
    _, noted = session.communicate(timeout=150)
    assert session.returncode == 0, noted
    assert "Traceback" not in noted
    told = result(tmp_path / "out")
    assert any("could not save" in warning for warning in told["warnings"])
    assert not told["with_network"]
    assert told["proven"]
    assert callit(tmp_path, "predict", "out", table.name, "--text", "review", "--out", "labelled.csv").returncode == 0
