"""`callit train` and `callit predict` as a person types them: real files, real (tiny) trainings.

What is refused is typed in this process, which spares thirty starts of Python; once for each exit code in its own.
"""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.command_line import CommandLine
from tests.integration.real_sessions import begin, callit, has_said, person, result, reviews, started, until

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal in the test's folder, of a person who has trained on this machine before."""
    for name in ("CALLIT_HOME", "COLUMNS"):
        monkeypatch.setenv(name, person(tmp_path)[name])
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


def test_ctrl_c_once_keeps_the_model_and_meanwhile_the_machine_is_taken(tmp_path: Path) -> None:
    """The first Ctrl-C ends in a scored model and exit code 0; a second session was refused with the reason."""
    table, out = reviews(tmp_path), tmp_path / "out"
    session = begin(tmp_path, "train", table.name, "--timebox", "2m", "--out", "out")
    until(lambda: has_said(out, "progress"))
    second = callit(tmp_path, "train", table.name, "--timebox", "2m", "--out", "second")
    assert second.returncode == 1
    assert "reviews.csv runs on this machine until" in second.stderr
    assert not (tmp_path / "second").exists()
    session.send_signal(signal.SIGINT)
    told, noted = session.communicate(timeout=30)
    assert session.returncode == 0, noted
    assert "Stopped as asked and kept" in told
    found = result(out)
    assert found["outcome"] == "stopped"
    assert found["proven"]
    assert found["epochs"] > 0
    assert found["used_s"] < 110


def test_ctrl_c_twice_stops_at_once_and_what_was_saved_can_be_used(tmp_path: Path) -> None:
    """The second Ctrl-C does not wait for the final check; `predict` works on the benchmark saved before."""
    table, out = reviews(tmp_path), tmp_path / "out"
    session = begin(tmp_path, "train", table.name, "--timebox", "2m", "--out", "out")
    until(lambda: has_said(out, "saved"))
    session.send_signal(signal.SIGINT)
    until((out / "stop-and-keep").exists)
    session.send_signal(signal.SIGINT)
    told, noted = session.communicate(timeout=10)
    assert session.returncode == 0, noted
    assert "can be used" in told
    labelled = callit(tmp_path, "predict", "out", table.name, "--text", "review", "--out", "labelled.csv")
    assert labelled.returncode == 0, labelled.stderr


def _table(folder: Path, content: str | bytes) -> None:
    (folder / "table.csv").write_bytes(content if isinstance(content, bytes) else content.encode())


def _rows(count: int, classes: str = "ab") -> str:
    return "text,label\n" + "".join(f"row {n} says {n},{classes[n % len(classes)]}\n" for n in range(count))


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (None, (), "table.csv does not exist"),
        (b"%PDF-1.7 nothing to see", (), "is a PDF, not a table"),
        (b"\x00\x01\x02\x03" * 400, (), "table.csv"),
        (_rows(200), ("--label", "mood"), "Column 'mood' not found in table.csv. It has: text, label."),
        (_rows(200, classes="a"), (), "Column 'label' holds one class only ('a')."),
        (_rows(40), (), "Column 'label' has 40 labelled rows. Training needs at least 50"),
        ("text,label\n" + "a good film,a\na bad film,b\n" * 100, (), "The 200 rows are duplicates of 2 texts."),
        (_rows(200), ("--timebox", "5s"), "too short for this machine. The least that would do is"),
        (_rows(200), ("--project", "Nothing"), "Nothing"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(
    tmp_path: Path, typed: CommandLine, content: str | bytes | None, words: tuple[str, ...], sentence: str
) -> None:
    """What was found and what to do, exit code 1, no traceback, and no file more than before."""
    if content is not None:
        _table(tmp_path, content)
    before = sorted(path.name for path in tmp_path.iterdir() if path.name != "home")
    defaults = ("--text", "text", "--label", "label", "--timebox", "1m", "--out", "out")
    ran = typed("train", "table.csv", *defaults, *words)
    assert ran.code == 1, ran.err
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == before


@pytest.mark.parametrize(
    "words",
    [
        ("--timebox", "soon"),
        ("--until", "soon"),
        ("--until", "07:30", "--timebox", "10m"),
        ("--metric", "beauty"),
        ("--benchmark", "0.9"),
        ("--sample",),
        ("--epochs", "0"),
        ("--epochs", "99999999999999999999"),
        ("--seed", "18446744073709551616"),
        ("--seed", "-1"),
        ("--seed", "seven"),
        ("--memory-limit", "9" * 400 + "GB"),
        ("--timebox", "9" * 400 + "h"),
        ("--blank-label", " "),
        ("--out", "table.csv"),
        ("--out", "table.csv/model"),
        ("--out", "deep/" + "x" * 300),
        ("--out", "/".join(["deep"] * 1_000)),
    ],
)
def test_wrong_usage_is_exit_code_2(tmp_path: Path, typed: CommandLine, words: tuple[str, ...]) -> None:
    """A word that the command does not know is said at once, and nothing is started."""
    _table(tmp_path, _rows(200))
    ran = typed("train", "table.csv", *words)
    assert ran.code == 2, ran.err
    assert "Something went wrong" not in ran.err
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "table.csv"]


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        (lambda row: f"{row % 240 / 239:.3f}", "holds 240 different numbers between 0 and 1, too many for classes"),
        (lambda row: f"name {row}", "holds 400 different values, too many for classes. Choose another column ('mood'"),
        (lambda row: "yes" if row % 3 == 0 else "", "If blank means no, say so: --blank-label no"),
    ],
)
def test_labels_that_are_no_classes_are_refused_before_anything_is_trained(
    tmp_path: Path, typed: CommandLine, label: Callable[[int], str], sentence: str
) -> None:
    """One sentence, exit code 2, no folder; the same for labels that were guessed."""
    lines = [f"a plain text {row},{label(row)},{'ab'[row % 2]}" for row in range(400)]
    (tmp_path / "table.csv").write_text("\n".join(["text,label,mood", *lines]))
    ran = typed("train", "table.csv", "--text", "text", "--label", "label", "--timebox", "1m")
    assert ran.code == 2, ran.err
    assert sentence in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "table.csv"]


def test_a_place_that_cannot_be_used_is_wrong_usage_for_the_sample_too(tmp_path: Path, typed: CommandLine) -> None:
    """Said before the sample is written."""
    _table(tmp_path, _rows(200))
    ran = typed("train", "--sample", "--out", "table.csv")
    assert ran.code == 2, ran.err
    assert "is not an empty folder. Choose a new one" in " ".join(ran.err.split())
    assert not (tmp_path / "home" / "samples").exists()
    assert not (tmp_path / "home" / "sample").exists()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 1, "Column 'label' holds one class only ('a')."),
        (("--metric", "beauty"), 2, "'beauty' is not one of"),
    ],
)
@pytest.mark.parametrize("run", [started, callit], ids=["started", "ready"])
def test_a_process_of_its_own_ends_with_these_codes_too(
    tmp_path: Path, words: tuple[str, ...], code: int, sentence: str, run: Run
) -> None:
    """What a shell sees: the code, one sentence on stderr, nothing on stdout; one that was ready is no other."""
    _table(tmp_path, _rows(200, classes="a"))
    done = run(tmp_path, "train", "table.csv", "--text", "text", "--label", "label", "--timebox", "1m", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "table.csv"]
