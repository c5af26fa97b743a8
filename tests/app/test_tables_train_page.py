"""The Train page takes every kind of table, and says what was not read as it stands."""

from pathlib import Path

import pytest

from planner.cli.label_options import TypedLabels
from planner.cli.session import Typed, _columns
from planner.material.column_guess import columns_of
from tests.app.train_tab import opened, said
from tests.unit.made_sheets import write_sheet

ROWS = [(f"this is text number {i}", "yes" if i % 2 else "no") for i in range(60)]
WRAPPED = '"text,label"\n' + "".join(f'"{text},{label}"\n' for text, label in ROWS)
SAID = "Each line is one quoted cell: the quotes around the lines were taken off."


def test_lines_in_quotes_are_spoken_of_beside_the_columns(tmp_path: Path) -> None:
    """The person sees that the file is odd, and that it was understood."""
    path = tmp_path / "pasted.csv"
    path.write_text(WRAPPED)
    app = opened(data=path)
    assert SAID in said(app)
    assert app.selectbox(key=f"train_text_of_{path}").value == "text"
    assert not app.error


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_spreadsheet_can_be_uploaded(ending: str, tmp_path: Path) -> None:
    """Its sheets are named where there are several, brackets and all."""
    pytest.importorskip("python_calamine")
    path = write_sheet(tmp_path / f"t.{ending}", {"Notes": [["none"]], "Data [1]": [("text", "label"), *ROWS]})
    app = opened()
    app.segmented_control(key="train_source").set_value("upload").run()
    app.file_uploader(key="train_upload").upload(path.name, path.read_bytes()).run()
    assert "60 labelled rows" in said(app)
    assert "Sheet 'Data [1]' was read, not 'Notes'." in said(app)


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """Before the box begins to count down."""

    class Line:
        """Keeps what is told."""

        def __init__(self) -> None:
            self.told: list[str] = []

        def tell(self, sentence: str) -> None:
            """One more sentence."""
            self.told.append(sentence)

    path, line = tmp_path / "pasted.csv", Line()
    path.write_text(WRAPPED)
    typed, columns = Typed(path, ("text",), TypedLabels(("label",))), columns_of(path, ("text", "label"))
    assert _columns(path, typed, columns, line) == (("text",), ("label",))  # type: ignore[arg-type]
    assert line.told == [SAID]
