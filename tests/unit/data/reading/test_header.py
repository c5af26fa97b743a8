"""Which row names the columns: all of it weighed, and what stands above the table left out."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.reading.header_evidence import header_evidence
from data.reading.layout import find_layout
from data.reading.read import TableRead, read_head, read_in_order, read_table

TEXTS = [f"a {how} table looks {how} near the train {i}" for i in range(20) for how in ("lovely", "helpful", "dull")]
LABELS = ["pos", "pos", "neg"] * 20
PAIRS = set(zip(TEXTS, LABELS, strict=True))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns, all of them weighed."""
    return header_evidence(rows[0], rows[1:]) > 0


def _read(content: str, folder: Path, *columns: str, encoding: str = "utf-8") -> TableRead:
    path = folder / "t.csv"
    path.write_bytes(content.encode(encoding))
    return read_table(path, columns=columns or None)


def _pairs(table: TableRead, text: str = "text", label: str = "label") -> set[tuple[str, str]]:
    return set(zip(table.frame[text], table.frame[label], strict=True))


def _rows(form: str) -> str:
    return "".join(
        form.format(n=n, text=text, label=label)
        for n, (text, label) in enumerate(zip(TEXTS, LABELS, strict=True), start=1)
    )


ODD_HEADERS = {
    "an abbreviation": ("No.,text,label\n", "{n},{text},{label}\n"),
    "a year": ("text,label,2019\n", "{text},{label},{n}\n"),
    "a long question": (
        '"What, all in all, did you think of the table that you saw today?",text,label\n',
        "fine,{text},{label}\n",
    ),
    "a line break": ('text,label,"Remarks\n(optional)"\n', "{text},{label},r{n}\n"),
    "an emoji": ("text,label,😀\n", "{text},{label},{n}\n"),
    "no name for the index": (",text,label\n", "{n},{text},{label}\n"),
    "a number": ("text,label,1\n", "{text},{label},{n}\n"),
    "a date": ("text,label,2024-01-01\n", "{text},{label},{n}\n"),
    "a sentence": ("text,label,Do not write here.\n", "{text},{label},\n"),
    "two of one name": ("text,label,text\n", "{text},{label},{n}\n"),
    "row names, as R writes": ('"text","label"\n', '"{n}","{text}","{label}"\n'),
    "a delimiter at the end of rows": ("text,label\n", "{text},{label},\n"),
    "two delimiters at the end of rows": ("text,label\n", "{text},{label},,\n"),
    "a delimiter at the end of the header": ("text,label,\n", "{text},{label}\n"),
}


@pytest.mark.parametrize("kind", ODD_HEADERS)
@pytest.mark.parametrize("asked", [(), ("text", "label")])
def test_one_odd_name_does_not_undo_a_header(kind: str, asked: tuple[str, ...], tmp_path: Path) -> None:
    """All rows are read under their names, whether these were asked for or found."""
    header, form = ODD_HEADERS[kind]
    table = _read(header + _rows(form), tmp_path, *asked)
    assert _pairs(table) == PAIRS
    assert (table.rows_read, table.skipped) == (60, ())


def test_row_names_get_a_name_that_is_said(tmp_path: Path) -> None:
    """The names of R's table belong to its last columns."""
    header, form = ODD_HEADERS["row names, as R writes"]
    table = _read(header + _rows(form), tmp_path)
    assert table.frame.columns.to_list() == ["column_1", "text", "label"]
    assert table.format.remarks == ("The first column has no name (row names): it is called 'column_1'.",)


def test_a_blank_column_at_the_end_of_rows_is_dropped(tmp_path: Path) -> None:
    """A delimiter at the end of each row makes no column."""
    header, form = ODD_HEADERS["two delimiters at the end of rows"]
    assert _read(header + _rows(form), tmp_path).frame.columns.to_list() == ["text", "label"]


def test_a_line_break_in_a_name_is_shown_as_a_blank(tmp_path: Path) -> None:
    """The name can be typed after --text."""
    header, form = ODD_HEADERS["a line break"]
    assert "Remarks (optional)" in _read(header + _rows(form), tmp_path).frame.columns


def test_a_cell_that_repeats_the_name_of_its_column_is_a_row(tmp_path: Path) -> None:
    """A text may be the very word that names its column, and a label too."""
    table = _read("phrase,mood\nphrase,pos\nso dull,mood\n" + _rows("{text},{label}\n"), tmp_path)
    assert _pairs(table, "phrase", "mood") == {*PAIRS, ("phrase", "pos"), ("so dull", "mood")}


def test_names_that_were_asked_for_make_a_header_whatever_they_look_like(tmp_path: Path) -> None:
    """Numbers are names when a person says so."""
    content = "1,2,3\n" + "".join(f"{i % 3},{i % 7},{i % 2}\n" for i in range(60))
    assert not _read(content, tmp_path).format.has_header
    table = _read(content, tmp_path, "1", "3")
    assert (table.rows_read, table.format.has_header) == (60, True)


def test_names_that_were_asked_for_are_found_below_other_lines(tmp_path: Path) -> None:
    """Lines above are no rows, however much they look like some."""
    content = "x1,y1\nx2,y2\nb,a\n" + "".join(f"x{i},y{i % 2}\n" for i in range(3, 60))
    table = _read(content, tmp_path, "a", "b")
    assert (table.rows_read, table.format.remarks) == (57, ("2 lines above the names of the columns were left out.",))


def test_a_blank_row_of_a_table_without_header_is_no_header(tmp_path: Path) -> None:
    """Names that were given to columns without one stand in no row."""
    content = _rows("{text},{label}\n").replace(f"{TEXTS[4]},{LABELS[4]}\n", '" "," "\n')
    table = _read(content, tmp_path, "column_1", "column_2")
    assert (table.rows_read, table.format.has_header) == (60, False)


SURVEY = [
    "Zeitstempel",
    "Wie zufrieden waren Sie insgesamt mit dem Kurs, den Sie besucht haben?",
    "Was hat Ihnen an diesem Kurs am besten gefallen (in eigenen Worten)?",
    "Would you recommend this course to a friend or to a colleague at work?",
]


def test_a_survey_of_long_questions_has_a_header(tmp_path: Path) -> None:
    """No name is short, none is usual, and still they are unlike the answers below."""
    rows = [
        [
            f"2026-03-{i % 28 + 1:02d} 10:{i:02d}",
            ["sehr", "gut", "gut", "mittel"][i % 3],
            text,
            "yes" if i % 2 else "no",
        ]
        for i, text in enumerate(TEXTS)
    ]
    assert has_header([SURVEY, *rows])
    text = io.StringIO()
    csv.writer(text).writerows([SURVEY, *rows])
    assert _read(text.getvalue(), tmp_path).frame.columns.to_list() == SURVEY


def test_years_name_columns_of_other_numbers() -> None:
    """Years in a row count time; they are no values of the columns below them."""
    rows = [[f"Land {i}", f"{i * 3.1:.1f}", f"{i * 3.3:.1f}", f"{i * 3.7:.1f}"] for i in range(1, 40)]
    assert has_header([["country", "2018", "2019", "2020"], *rows])
    assert has_header(
        [["Landkreis", "2018", "2019", "2020"], *[[a, *(str(int(float(x) * 9)) for x in b)] for a, *b in rows]]
    )


@pytest.mark.parametrize(
    "names",
    [
        ["Bewertung", "Stimmung"],
        ["commentaire", "étiquette"],
        ["comentario", "categoría"],
        ["recensione", "classe"],
        ["komentarz", "kategoria"],
        ["отзыв", "метка"],
        ["文本", "标签"],
        ["テキスト", "ラベル"],
        ["xyz", "abc"],
    ],
)
def test_headers_in_other_languages_and_in_none(names: list[str]) -> None:
    """A name need not be known to be one."""
    assert has_header([names, *map(list, zip(TEXTS, LABELS, strict=True))])


@pytest.mark.parametrize(
    "first", [["spam", "Win a prize now"], ["ham", "Ok"], ["ham", "text"], ["ham", "See you at nine, then."]]
)
def test_no_header_stays_no_header(first: list[str]) -> None:
    """A label that comes again below is one, even where it is also a usual name."""
    rows = [["ham" if i % 5 else "spam", f"{text}, they said"] for i, text in enumerate(TEXTS)]
    assert not has_header([first, *rows])


TITLES = {
    "one line": "Export of all reviews\n",
    "a line with a delimiter": "Export of all reviews, made in March\n",
    "several lines": "Reviews\nMade by: Jane\nOn: 2 March 2026\n",
    "with blank lines": "Reviews\n\nMade by Jane\n\n",
    "as a spreadsheet writes them": "Reviews,,\n,,\n",
    "pairs": "Made by,Jane\nOn,2 March 2026\n\n",
}


@pytest.mark.parametrize("kind", TITLES)
@pytest.mark.parametrize("names", ["id,text,label", "number,text,label"])
def test_lines_above_the_names_are_left_out_and_that_is_said(kind: str, names: str, tmp_path: Path) -> None:
    """A report's title is no row, and no name of a column."""
    table = _read(f"{TITLES[kind]}{names}\n" + _rows("{n},{text},{label}\n"), tmp_path)
    assert _pairs(table) == PAIRS
    assert table.frame.columns.to_list() == names.split(",")
    lines = sum(bool(line.strip(",")) for line in TITLES[kind].splitlines())
    said = "1 line above the names of the columns was left out."
    assert table.format.remarks == ((said if lines == 1 else f"{lines} lines{said[6:].replace('was', 'were')}"),)


PAIRS_ABOVE = {
    "a title and a pair": "Reviews,,\nMade by,Ann,\n,,\n",
    "no blank line": "Reviews,,\nMade by,Ann,\n",
    "several pairs": "Reviews,,\nMade by,Ann,\nOn,2 March 2026,\n,,\n",
    "a pair at the top": "Made by,Ann,\n,,\n",
    "pairs in other cells": "Reviews,,\n,Made by,Ann\n,,\n",
}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        *((kind, names) for kind in PAIRS_ABOVE for names in ("id,text,label", "number,body,mood")),
        *(
            (kind, "zyx,kettle,pot")
            for kind in PAIRS_ABOVE
            if PAIRS_ABOVE[kind].endswith(",,\n,,\n") or "pairs" in kind
        ),
    ],
)
@pytest.mark.parametrize("rows", [3, 20, 60])
def test_a_pair_above_three_columns_is_no_row_of_names(kind: str, names: str, rows: int, tmp_path: Path) -> None:
    """Two of three cells are filled, as names would be; the row below that fills all is the one."""
    body = "".join(_rows("{n},{text},{label}\n").splitlines(keepends=True)[:rows])
    table = _read(f"{PAIRS_ABOVE[kind]}{names}\n{body}", tmp_path)
    assert (table.frame.columns.to_list(), table.rows_read) == (names.split(","), rows)
    assert table.format.remarks[0].endswith("above the names of the columns were left out.") or kind[-3:] == "top"


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (",text,label", ["0,so good,pos", "1,so bad,neg"]),
        (",Date,Hours", ["Ann,2026-03-02,2"]),
        ("Name,Ort,", ["Ann Lee,Rom,", "Bob Ray,Oslo,Gast", "Cy Doe,Bern,"]),
        ("Name,Ort,", ["Ann Lee,Rom,", "Bob Ray,Oslo,Gast"]),
        ("text,label,", ["so good,pos,", "so bad,neg,", "well then,pos,a remark", "so so,neg,"]),
        ("Date,Project,", ["2026-03-02,A,", "2026-03-03,B,", "2026-03-04,A,ill", "2026-03-05,B,"]),
    ],
)
@pytest.mark.parametrize("above", ["", "A title\n", "A title,,\n,,\n"])
def test_a_column_without_a_name_makes_no_title_of_the_names(
    names: str, rows: list[str], above: str, tmp_path: Path
) -> None:
    """The rows below fill more cells, and are rows all the same."""
    table = _read("\n".join([f"{above}{names}", *rows, ""]), tmp_path)
    assert table.rows_read == len(rows)
    assert [name for name in table.frame.columns if not name.startswith("column_")] == names.strip(",").split(",")


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;\r"])
@pytest.mark.parametrize("marks", ["", "\ufeff", "\ufeff\ufeff"])
def test_a_line_that_says_the_separator_is_no_row(line: str, marks: str, tmp_path: Path) -> None:
    """Excel's first line, with as many byte-order marks as programs have put before it."""
    table = _read(f"{marks}{line}\ntext;label\n" + _rows("{text};{label}\n"), tmp_path)
    assert (_pairs(table), table.format.delimiter, table.rows_read) == (PAIRS, ";", 60)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_that_comes_twice_is_in_no_name(encoding: str, tmp_path: Path) -> None:
    """The second mark is a character to the decoder, but none to a person."""
    table = _read("\ufefftext,label\n" + _rows("{text},{label}\n"), tmp_path, encoding=encoding)
    assert table.frame.columns.to_list() == ["text", "label"]


def test_lines_that_are_one_quoted_cell_each_are_unwrapped_and_that_is_said(tmp_path: Path) -> None:
    """A table pasted into the first column of a spreadsheet comes back as a table."""
    table = _read('"text,label"\n' + _rows('"{text},{label}"\n') + '"""so, so"",pos"\n', tmp_path)
    assert _pairs(table) == {*PAIRS, ("so, so", "pos")}
    assert table.format.remarks == ("Each line is one quoted cell: the quotes around the lines were taken off.",)


def test_only_lines_with_quotes_may_be_wrapped(tmp_path: Path) -> None:
    """A spreadsheet of another country's separator wraps the lines that hold a quote, and no others."""
    table = _read("text,label\n" + _rows('"""{text}, said"",{label}"\n'), tmp_path)
    assert _pairs(table) == {(f"{text}, said", label) for text, label in PAIRS}


@pytest.mark.parametrize("names", ["text,label", '"text","label"'])
def test_a_quoted_text_before_a_blank_label_is_no_wrapped_line(names: str, tmp_path: Path) -> None:
    """Where only the yes is written, most lines are a quoted text and a comma."""
    rows = "".join(f'"{text}, said",{"x" if i % 9 == 0 else ""}\n' for i, text in enumerate(TEXTS))
    table = _read(f"{names}\n{rows}", tmp_path)
    assert _pairs(table) == {(f"{text}, said", "x" if i % 9 == 0 else "") for i, text in enumerate(TEXTS)}
    assert table.format.remarks == ()


def test_one_column_of_quoted_prose_is_not_taken_apart(tmp_path: Path) -> None:
    """A comma in some lines makes no table of them."""
    lines = "".join(f'"{text}{", and more" if i % 3 else ""}"\n' for i, text in enumerate(TEXTS))
    assert _read('"text"\n' + lines, tmp_path).frame.columns.to_list() == ["text"]


def test_every_way_of_reading_finds_the_same_header(tmp_path: Path) -> None:
    """The first look, the training and the labelling of a file agree."""
    path = tmp_path / "t.csv"
    path.write_text("A report\n\n7,9\n" + _rows("{text},{label}\n"))
    for frame in (
        read_head(path, 100, asked=("7", "9")).frame,
        read_table(path, columns=("7", "9")).frame,
        next(read_in_order(path, asked=("7",))),
    ):
        assert _pairs_of(frame) == PAIRS


def _pairs_of(frame: "object") -> set[tuple[str, str]]:
    return set(zip(frame["7"], frame["9"], strict=True))  # type: ignore[index]


NAME = st.sampled_from([
    "text", "label", "No.", "2019", "q1", "Bewertung", "How did you like it, all in all?", "e-mail", "Score (1-5)",
    "Line\nbreak", "😀", "reviewText", "über", "x", "%", "Anteil in %", "ID", "user name", "first, second", 'the "one"',
])  # fmt: skip


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Names, at least half of them words, over columns of numbers, classes, dates and prose."""
    names = draw(st.lists(NAME, min_size=2, max_size=6, unique=True))
    assume(sum(name[0].isalpha() for name in names) > len(names) / 2)
    kinds = draw(st.permutations(["class", "prose", *["number", "date", "class", "prose"]]))[: len(names)]
    assume("class" in kinds or "number" in kinds)
    rows = draw(st.integers(12, 60))
    return names, [[_cell(kind, row, column) for column, kind in enumerate(kinds)] for row in range(rows)]


def _cell(kind: str, row: int, column: int) -> str:
    if kind == "number":
        return str((row * 37 + column) % 1000)
    if kind == "date":
        return f"2026-03-{row % 28 + 1:02d}"
    if kind == "class":
        return f"{['good', 'bad', 'mixed'][(row + column) % 3]}"
    words = [
        "a",
        "lovely",
        "table",
        "stands",
        "near",
        "the",
        "old",
        "train,",
        "and",
        "I",
        "said",
        "so;",
        "really",
        "|",
        "twice",
    ]
    return " ".join(words[(row * 7 + i * i) % len(words)] for i in range(4 + row % 9))


def _written(rows: list[list[str]], delimiter: str, quoting: int) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


@settings(deadline=None, max_examples=150)
@given(
    table=_tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    above=st.sampled_from(["", "sep", "A title\n", "A title\n\nand more of it\n\n"]),
    around=st.tuples(st.sampled_from(["", "\ufeff", "\ufeff\ufeff"]), st.sampled_from([[], [""]])),
)
def test_generated_tables_with_a_header(
    table: tuple[list[str], list[list[str]]], delimiter: str, quoting: int, above: str, around: tuple[str, list[str]]
) -> None:
    """Names come out as they were written, and every row below them, whatever stands above and behind."""
    names, rows = table
    lines = _written([names], delimiter, quoting)
    lines += _written([[*row, *around[1]] for row in rows], delimiter, quoting)
    head = around[0] + (f"sep={delimiter}\n" if above == "sep" else above) + lines
    layout = find_layout(head)
    assert layout is not None
    assert [name for name in layout.names if name] == [" ".join(name.split()) for name in names]
    body = layout.rows_of(io.StringIO(head, newline=""))
    assert [row[: len(names)] for row in layout.dialect.parse(body, strict=True)] == rows


@settings(deadline=None, max_examples=150)
@given(table=_tables(), delimiter=st.sampled_from(",;\t|"), marks=st.integers(0, 2))
def test_generated_tables_without_a_header(
    table: tuple[list[str], list[list[str]]], delimiter: str, marks: int
) -> None:
    """Where classes or numbers come again from the first row on, no row is lost to names."""
    _, rows = table
    head = "\ufeff" * marks + _written(rows, delimiter, csv.QUOTE_MINIMAL)
    layout = find_layout(head)
    assert layout is not None
    assert (layout.header, layout.lines_above) == (None, 0)


@settings(deadline=None, max_examples=100)
@given(table=_tables(), asked=st.data(), above=st.sampled_from(["", "A title\n", "one,two\n\n"]))
def test_asked_names_always_make_the_header(
    table: tuple[list[str], list[list[str]]], asked: st.DataObject, above: str
) -> None:
    """Whatever else stands in the row."""
    names, rows = table
    wanted = asked.draw(st.lists(st.sampled_from([" ".join(name.split()) for name in names]), min_size=1, unique=True))
    layout = find_layout(above + _written([names, *rows], ",", csv.QUOTE_MINIMAL), wanted)
    assert layout is not None
    assert set(wanted) <= set(layout.names)


@settings(deadline=None, max_examples=200)
@given(
    st.text(st.sampled_from('ab1,;"|\t\n\r\\ .=?\ufeff'), max_size=200), st.lists(st.sampled_from("ab1"), max_size=2)
)
def test_any_text_at_all_has_a_layout_or_none(head: str, asked: list[str]) -> None:
    """However it is thrown together, rows are as wide as their names, and no error reaches a person."""
    layout = find_layout(head, asked)
    if layout is not None:
        assert len(layout.names) == layout.dialect.width
        assert 0 <= layout.lines_above <= len(io.StringIO(head, newline="").readlines())
