"""The example notebook of the documentation runs as it stands there, with a shorter box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from planner import planning, sessions, timelog
from planner.domain.training import SessionState
from planner.store import Store, open_store
from tests.places import ROOT

EXAMPLE = ROOT / "docs" / "notebooks" / "own-network.ipynb"
MARK = "from pathlib import Path; Path(__file__).with_suffix('.ran').touch(); raise SystemExit('mine ran')"
SHORT = 'box = "120s"\nepochs = 4'  # the epochs end it: nothing of time is asked here


def said(notebook: Any) -> str:
    """All that its cells show, as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(str(output.get("text") or output.get("data", {}).get("text/plain", "")) for output in outputs)


def test_it_is_kept_without_outputs() -> None:
    notebook = nbformat.read(EXAMPLE, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all((cell.outputs, cell.execution_count) == ([], None) for cell in code)


@pytest.mark.slow
def test_it_runs_from_above_to_below_beside_a_model_of_the_persons_own(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "mine"
    (place / "data").mkdir(parents=True)
    for name in ("model.py", "planner.py", "data/__init__.py"):
        (place / name).write_text(MARK)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(EXAMPLE, as_version=4)
    (parameters,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    parameters.source = SHORT
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(place)}}).execute()
    shown = said(notebook)
    assert "The box was over: the cell was interrupted in line " in shown
    assert "Logged on Reviews, Explore: " in shown
    assert "Logged on Reviews, Model" in shown
    assert "Reloaded in a fresh process: its weights are those that were scored" in shown
    assert "On all 600 rows of the validation data: val_auc" in shown
    assert (place / "boxes" / "first" / "model.keras").is_file()
    assert not list(place.rglob("*.ran"))
    with open_store(home) as store:
        _is_logged(store)


def _is_logged(store: Store) -> None:
    (project,) = planning.projects(store)
    (session,) = sessions.recent_sessions(store, 5)
    assert session.state is SessionState.FINISHED
    entries = [entry for entry in timelog.entries(store, project.id) if not entry.attended]
    assert sorted(planning.phase(store, entry.phase_id).name for entry in entries) == ["Explore", "Model"]
