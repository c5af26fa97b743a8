"""Several tags in a cell: found by what comes again in other company, never in names, trees, numbers and prose."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.labels.tags import split_tags, tag_separator

MARKS = [";", "; ", ",", ", ", "|", " | ", "||", ";#", "/", " / ", "\n", "\t", "、", "，", " • "]
TAG_NAMES = st.lists(
    st.from_regex(r"[a-z]{2,8}( [a-z]{2,8})?", fullmatch=True), min_size=3, max_size=8, unique=True
).filter(lambda names: not any(name.startswith(("or", "and", "und", "et", "ou", "oder")) for name in names))


def each_alone_and_in_pairs(names: list[str]) -> list[tuple[str, ...]]:
    """Rows in which each tag comes alone, and with each other one."""
    return [*((name,) for name in names), *combinations(names, 2)]


@given(TAG_NAMES, st.sampled_from(MARKS), st.integers(1, 3))
def test_the_mark_between_tags_is_found_whatever_it_is(names: list[str], mark: str, times: int) -> None:
    """And the cells are split into the very tags that were joined."""
    rows = each_alone_and_in_pairs(names) * times
    found = tag_separator([mark.join(row) for row in rows])
    assert found is not None
    assert [split_tags(mark.join(row), found) for row in rows] == rows


def as_postgres(tags: tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{tag}"' if " " in tag else tag for tag in tags) + "}"


def as_array(tags: tuple[str, ...]) -> str:
    return "[" + " ".join(f"'{tag}'" for tag in tags) + "]"


LISTS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "json": json.dumps,
    "python": lambda tags: str(list(tags)),
    "tuple": str,
    "set": lambda tags: "{" + ", ".join(map(repr, tags)) + "}",
    "postgres": as_postgres,
    "array": as_array,
    "objects": lambda tags: str([{"id": 7, "name": tag} for tag in tags]),
    "flags": lambda tags: json.dumps(dict.fromkeys(tags, 1) | {"never": 0}),
    "angles": lambda tags: "".join(f"<{tag}>" for tag in tags),
}


@given(TAG_NAMES, st.sampled_from(sorted(LISTS)))
def test_lists_in_cells_are_tags_however_they_are_written(names: list[str], kind: str) -> None:
    """JSON, Python, a database's arrays, numpy's, objects with names, and Stack Overflow's angle brackets."""
    rows = each_alone_and_in_pairs(names)
    cells = [LISTS[kind](row) for row in rows]
    found = tag_separator(cells)
    assert found is not None
    assert [split_tags(cell, found) for cell in cells] == rows


@given(st.lists(st.text("abcdefg ,;|/", min_size=1, max_size=12), min_size=2, max_size=6, unique=True))
def test_classes_whose_parts_never_come_again_are_no_tags(names: list[str]) -> None:
    """Any names with marks in them: each part is made to stand in one class only."""
    named = [f"{name.strip(' ,;|/') or 'x'}{place}" for place, name in enumerate(names)]
    marked = [
        "".join(f"{letter}{place}" if letter in ",;|/" else letter for letter in name)
        for place, name in enumerate(named)
    ]
    assert tag_separator(marked * 20) is None


@given(st.integers(2, 6), st.integers(2, 6), st.sampled_from([", ", "/", " / ", "|", ";"]))
def test_names_of_two_fields_are_no_tags(n_first: int, n_second: int, mark: str) -> None:
    """A topic and a place, in all pairs: each keeps to its own side, and so does the tree with its trunk alone."""
    pairs = [f"topic {one}{mark}place {two}" for one in range(n_first) for two in range(n_second)]
    assert tag_separator(pairs * 3) is None
    assert tag_separator([*pairs, *(f"topic {one}" for one in range(n_first))] * 3) is None


@given(st.lists(st.text(min_size=0, max_size=40), max_size=60))
def test_nothing_that_a_cell_can_hold_stops_the_look(cells: list[str]) -> None:
    """Whatever is found splits every cell."""
    found = tag_separator(cells)
    for cell in cells:
        assert all(tag == tag.strip() for tag in split_tags(cell, found or ","))


DICE = random.Random(3)
COMPLAINTS = [
    "Credit reporting, credit repair services, or other personal consumer reports",
    "Money transfer, virtual currency, or money service",
    "Payday loan, title loan, or personal loan",
    "Payday loan, title loan, personal loan, or advance loan",
    *("Payday loan", "Credit reporting", "Mortgage", "Debt collection"),
]


@pytest.mark.parametrize(
    "cells",
    [
        ["Politics, local", "Sport", "Arts"] * 30,
        COMPLAINTS * 20,
        ["News", "News/Sport", "News/Sport/Football", "Home", "Home/Garden"] * 9,
        ["Portland, Oregon", "Portland, Maine", "Springfield, Oregon", "Washington, DC"] * 9,
        [f"{DICE.choice(['Smith', 'James', 'Lee'])}, {DICE.choice(['John', 'James', 'Ann'])}" for _ in range(200)],
        [f"{DICE.randint(1, 12):02}/{DICE.randint(1, 28):02}/{DICE.randint(2000, 2024)}" for _ in range(200)],
        [f"{DICE.randint(0, 9)},{DICE.randint(0, 99)}" for _ in range(200)],
        [f"{DICE.randint(1, 99)},{DICE.randint(0, 999):03}" for _ in range(200)],
        [f"https://example.org/{DICE.choice('abc')}/{DICE.choice('abc')}/{DICE.randint(1, 999)}" for _ in range(200)],
        ["I like it, but the food, was bad", "well, I like it", "no, thanks", "thanks a lot, no"] * 20,
        [str([round(DICE.random(), 3) for _ in range(3)]) for _ in range(60)],
        [str([DICE.randint(0, 1) for _ in range(5)]) for _ in range(60)],
        ["TCP/IP", "CI/CD", "N/A", "other"] * 9,
        ["yes|no", "maybe"] * 20,
        ['["a"]', '["b"]'] * 20,  # one in each: brackets alone make no tags
        ["good", "bad"] * 900 + ["good;bad"],  # one slip
        ["", "nan"],
        [],
    ],
    ids=lambda cells: str(cells[:1]),
)
def test_what_looks_like_tags_and_is_none(cells: list[str]) -> None:
    """Names with commas, trees, people, dates, numbers, addresses, sentences, vectors, slips."""
    assert tag_separator(cells) is None


def test_ids_of_tags_with_commas_are_no_decimal_numbers() -> None:
    """Three of them in a cell tell, as in tables of emotions."""
    cells = [",".join(map(str, DICE.sample(range(28), DICE.choice([1, 1, 1, 2, 3])))) for _ in range(400)]
    assert tag_separator(cells) == ","


def test_a_trailing_mark_makes_no_empty_tag() -> None:
    """Nor do quotes, or a tag said twice."""
    assert split_tags("a; b;", ";") == ("a", "b")
    assert split_tags("|a|b|", "|") == ("a", "b")
    assert split_tags("'a', \"b\"", ",") == ("a", "b")
    assert split_tags("a;a;b", ";") == ("a", "b")
    assert split_tags("#sad #mad", " #") == ("sad", "mad")
    assert split_tags(" ; ", ";") == ()


@given(TAG_NAMES, st.data())
def test_rare_company_is_enough_and_one_row_in_a_thousand_is_not(names: list[str], data: st.DataObject) -> None:
    """From one row in a hundred with several tags on."""
    pair = data.draw(st.permutations(names).map(lambda order: order[:2]))
    singles = names * (1_000 // len(names))
    assume(len(pair) == 2)
    assert tag_separator([*singles, *[";".join(pair)] * 15]) == ";"
    assert tag_separator([*singles, *[";".join(pair)]]) is None
