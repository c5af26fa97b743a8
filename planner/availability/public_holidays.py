"""Public holidays of a country and its parts, by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from planner.domain.errors import InvalidAvailability
from planner.domain.wording.lists import list_words

_NAMES_IN = "en_US"
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COUNTRY = re.compile(r"[A-Z]{2}")  # the library also knows markets and long names; a country is a two-letter code


def holidays_between(country: str, subdivision: str | None, start: date, end: date) -> dict[date, str]:
    """The public holidays from `start` to `end`, both included: date -> name, in English where there is one.

    Raises
    ------
    InvalidAvailability
        For a country or a part of it that is not known.
    """
    country, subdivision = known_place(country, subdivision)
    holidays: dict[date, str] = {}
    for year in range(start.year, end.year + 1):
        holidays.update(_of_year(country, subdivision, year))
    return {day: name for day, name in sorted(holidays.items()) if start <= day <= end}


def known_place(country: str, subdivision: str | None = None) -> tuple[str, str | None]:
    """The codes of a country and a part of it as they are kept: `("de", "by")` gives `("DE", "BY")`.

    Raises
    ------
    InvalidAvailability
        With the codes that are known, or the nearest of them.
    """
    code = country.strip().upper()
    if code not in countries():
        raise InvalidAvailability(
            f"Public holidays of '{country}' are not known. "
            f"Give the two letters of a country, such as {_nearest(code, list(countries()), 'DE, AT or US')}."
        )
    part = (subdivision or "").strip()
    if not part:
        return code, None
    return code, _known_part(code, part)


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, ...]]:
    """Countries by their two letters, each with the codes of its parts."""
    from holidays import list_supported_countries

    supported = list_supported_countries(include_aliases=False)
    return {code: tuple(parts) for code, parts in sorted(supported.items()) if _COUNTRY.fullmatch(code)}


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Names of the countries by their two letters, in English.

    >>> country_names()["US"], country_names()["DE"]
    ('United States', 'Germany')
    """
    from holidays.registry import COUNTRIES

    names = {codes[0]: _WORD.sub(" ", name) for name, *codes in COUNTRIES.values()}
    return {code: names.get(code, code) for code in countries()}


def _known_part(country: str, part: str) -> str:
    from holidays import country_holidays

    parts = countries()[country]
    by_name = {
        name.casefold(): code for name, code in getattr(country_holidays(country), "subdivisions_aliases", {}).items()
    }
    by_name |= {code.casefold(): code for code in parts}
    part_code = by_name.get(part.casefold())
    if part_code is None and not parts:
        raise InvalidAvailability(f"{country} has no parts with holidays of their own. Leave '{part}' out.")
    if part_code is None:
        raise InvalidAvailability(f"{country} has no part '{part}'. It has: {', '.join(parts)}.")
    return str(part_code)


@lru_cache(maxsize=64)
def _of_year(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    from holidays import country_holidays

    languages = country_holidays(country).supported_languages
    language = _NAMES_IN if _NAMES_IN in languages else None
    return dict(country_holidays(country, subdiv=subdivision, years=[year], language=language).items())


def _nearest(code: str, codes: Sequence[str], otherwise: str) -> str:
    return list_words(difflib.get_close_matches(code, codes, n=2), "or") or otherwise
