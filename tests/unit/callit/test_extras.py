"""Where a library that an adapter is for is missing, one sentence says so, and what to install."""

from __future__ import annotations

import importlib
import sys

import pytest


@pytest.mark.parametrize(
    ("adapter", "library"),
    [("lightning", "lightning.pytorch"), ("transformers", "transformers")],
)
def test_a_missing_library_is_said_with_the_extra_that_brings_it(
    adapter: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"callit.{adapter}", raising=False)
    for name in ("torch", library):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError) as missing:
        importlib.import_module(f"callit.{adapter}")
    assert "not installed here" in str(missing.value)
    assert str(missing.value).endswith(f'pip install "callit[{adapter}]"')
