"""Words that a newcomer does not know: each explained in one sentence, at one place, where it first appears."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner import sample_project
from planner.clock import now
from planner.pages.cards import frame_cards
from planner.pages.terms import MEANINGS, meaning, meanings_in
from planner.store import Store
from tests.app.train_tab import opened
from tests.places import APP, ROOT

PAGES = ROOT / "planner" / "pages"


def helps(app: AppTest) -> str:
    """All help marks of a page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "button_group", "segmented_control", "checkbox")
    return "\n".join(str(part.proto.help) for kind in kinds for part in app.get(kind) if hasattr(part.proto, "help"))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("plan", ("cap", "honest", "attended", "unattended")),
        ("work", ("attended", "unattended")),
        ("retrospective", ("cap", "honest", "attended", "unattended")),
    ],
)
def test_the_words_of_a_page_have_their_help_mark(page: str, words: tuple[str, ...], store: Store) -> None:
    """On the sample project, which has all of them."""
    sample = sample_project.add_sample_project(store, now())
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(sample.id)
    app.switch_page(f"planner/pages/{page}.py").run()
    for word in words:
        assert MEANINGS[word] in helps(app)


def test_the_made_sample_and_attended_time_are_explained_before_a_session() -> None:
    """Where data are chosen, and where the time is logged."""
    app = opened()
    assert meaning("made sample") in {part.proto.help for part in app.segmented_control}
    assert meaning("attended", "unattended") in {part.proto.help for part in app.checkbox}


def test_each_word_is_explained_in_one_sentence_and_in_one_place() -> None:
    """Short enough for a help mark; no page has words of its own for it."""
    for word, sentence in MEANINGS.items():
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
        assert word.casefold() in sentence.casefold()
        assert len(sentence) <= 120
    code = "\n".join(file.read_text(encoding="utf-8") for file in PAGES.rglob("*.py") if file.name != "terms.py")
    assert "after which you decide anew" not in code
    assert "not the machine's\"" not in code


def test_only_whole_words_are_explained() -> None:
    """In any case, one or several."""
    assert meanings_in("Caps are counted") == meaning("cap")
    assert meanings_in("2 h unattended") == meaning("unattended")
    assert meanings_in("The capital honesty of a handicap, attendedly") is None


def test_a_card_has_every_cell_of_its_row() -> None:
    """Named, but for its title; what is empty or missing is left out."""
    import pandas as pd

    table = pd.DataFrame([{"No.": 2, "Data": "a.csv", "Score": ".889", "Epochs": 1.5, "Rows": None, "Note": ""}])
    assert frame_cards(table, title=["No.", "Data"], right=["Score"]) == [("2 · a.csv", "Score .889", "Epochs 1.5")]
