"""Every benchmark can be run as its first lines say, from any folder."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

SCRIPTS = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if "__main__" in path.read_text("utf-8"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_benchmark_says_how_it_is_used(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`--help` from a folder that is not the project's: what it does, and the command as a person would type it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CALLIT_DATASETS", raising=False)
    monkeypatch.setattr(sys, "argv", [f"{name}.py", "--help"])
    with pytest.raises(SystemExit) as ended:
        importlib.import_module(f"benchmarks.{name}").main()
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert re.search(rf"^ +(CALLIT_DATASETS=\.\.\. )?python -m benchmarks\.{name}\b", told, re.MULTILINE)
