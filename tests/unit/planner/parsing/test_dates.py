"""Months in dates: their names in many languages of Europe, whole or shortened, and nothing that only begins so."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidAvailability
from planner.parsing.dates import parse_date

MONTHS = {  # counted by hand from calendars in these languages, January first
    "English": "January February March April May June July August September October November December",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
    "Czech": "ledna února března dubna května června července srpna září října listopadu prosince",
    "Turkish": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


@pytest.mark.parametrize("language", MONTHS)
def test_a_month_is_found_by_its_name(language: str) -> None:
    """Small or large, with and without the signs on letters, however these are stored."""
    for month, name in enumerate(MONTHS[language].split(), start=1):
        for typed in (name, name.upper(), unicodedata.normalize("NFD", name), name.casefold()):
            assert parse_date(f"12 {typed} 2026") == date(2026, month, 12), typed


@given(st.integers(0, 11), st.integers(3, 9), st.sampled_from(["English", "German"]), st.sampled_from(["", "."]))
def test_a_month_may_be_shortened(place: int, letters: int, language: str, dot: str) -> None:
    """To three letters or more, with a dot or without one."""
    assert parse_date(f"12 {MONTHS[language].split()[place][:letters]}{dot} 2026") == date(2026, place + 1, 12)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("12 Mar 2026", 3),  # in English, though marraskuu is November
        ("12. marrask. 2026", 11),
        ("12 Sept 2026", 9),
        ("12. Maerz 2026", 3),
        ("12 de junho de 2026", 6),
        ("12 de julio del 2026", 7),
        ("12-Jun-2026", 6),
        ("12 maj 2026", 5),
        ("12 czerwca 2026", 6),
        ("červenec 12, 2026", 7),
        ("12 červen 2026", 6),
    ],
)
def test_other_ways_to_write_a_month(typed: str, month: int) -> None:
    """With small words between, and names that others begin with."""
    assert parse_date(typed) == date(2026, month, 12)


@pytest.mark.parametrize("name", ["Decade", "Marble", "Maybe", "Junk", "Octopus", "Augur", "Sepia", "Janet", "Janx"])
def test_a_word_that_only_begins_like_a_month_is_none(name: str) -> None:
    """The first three letters do not make a month."""
    with pytest.raises(InvalidAvailability, match=r"Write a date like 2026-06-12"):
        parse_date(f"12 {name} 2026")


@pytest.mark.parametrize("name", ["listopada", "Ju", "juu"])
def test_a_name_of_two_months_is_no_guess(name: str) -> None:
    """November in Polish and October in Croatian; June or July."""
    with pytest.raises(InvalidAvailability, match=r"2026-06-12"):
        parse_date(f"12 {name} 2026")
