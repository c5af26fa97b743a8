"""A disk that has no room for what a session saves: the model saved before is kept, and can be used."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.integration.real_sessions import BIN, callit, person, result, reviews

BENCHMARK_FITS_KB = 700  # the n-gram model of the made reviews does, a network does not


def test_a_network_that_has_no_room_leaves_the_benchmark(tmp_path: Path) -> None:
    """Every write beyond the limit fails, as on a full disk: said in a sentence, scored, proven, usable."""
    table = reviews(tmp_path)
    words = f"train {table.name} --text review --label sentiment --timebox 100s --epochs 1 --out out"
    limited = f"ulimit -f {BENCHMARK_FITS_KB}; exec {BIN / 'callit'} {words}"
    done = subprocess.run(
        ["bash", "-c", limited],
        cwd=tmp_path,
        env=person(tmp_path),
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = result(tmp_path / "out")
    assert any("could not save" in warning for warning in told["warnings"])
    assert not told["with_network"]
    assert told["proven"]
    assert callit(tmp_path, "predict", "out", table.name, "--text", "review", "--out", "labelled.csv").returncode == 0
