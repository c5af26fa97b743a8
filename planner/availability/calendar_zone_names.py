"""Names of time zones as calendar programs write them: in any case, in other languages, or as hours from UTC.

Outlook writes the name that Windows shows, in the language of Windows. What is known of those names here is where in
the world they lie; whether the rest says standard or summer time does not matter, as the zone has both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_UTC_WORD = r"(?:UTC|GMT|Z)?\s*"
_HOURS = r"([+\-\u2212])\s*(\d{1,2})(?::?([0-5]\d))?"
_FROM_UTC = re.compile(rf"{_UTC_WORD}{_HOURS}(?:\s*h)?", re.IGNORECASE)  # "GMT+05:00", "UTC+5", "-0330"
_SHOWN = re.compile(rf"\((?:UTC|GMT)\s*(?:{_HOURS})?\)\s*(.*)", re.IGNORECASE)  # "(UTC-05:00) Eastern Time (US)"
_FURTHEST = timedelta(hours=14)  # no place on earth is further from UTC
_PLACES = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

# Words that say "time", "standard", "summer" and the like, without accents.
_TIME_WORDS = frozenset({
    "time", "standard", "daylight", "summer", "winter", "mean", "zeit", "normalzeit", "standardzeit",
    "sommerzeit", "winterzeit", "heure", "normale", "avancee", "ete", "hiver", "d", "de", "l", "du", "des", "la",
    "le", "hora", "horario", "estandar", "est", "oficial", "verano", "invierno", "padrao", "verao", "inverno",
    "del", "da", "do", "ora", "solare", "legale", "estate", "standart", "saati", "yaz", "tijd", "standaardtijd",
    "zomertijd", "wintertijd", "tid", "normaltid", "sommertid", "sommartid", "vintertid", "standardtid", "czas",
    "stand", "standardowy", "letni", "zimowy", "cas", "bezny", "zimni", "normalny", "standardni", "standardno",
    "vrijeme", "vreme", "ido", "teli", "nyari", "normaaliaika", "kesaaika", "talviaika", "aika", "ωρα",
    "χειμερινη", "θερινη", "время", "зима", "лето", "стандартное", "час", "літо",
})  # fmt: skip
# What is left of names in other languages, without accents and words for time.
_BERLIN = (
    "mez", "mesz", "cest", "mitteleuropaische", "mitteleuropaeische", "zentraleuropaische", "mitteleuropa",
    "centraleuropa",
    "centraleuropeisk", "centraleuropæisk", "sentraleuropeisk", "srodkowoeuropejski", "srodkowoeuropejskie",
    "stredoeuropsky", "stredoevropsky", "srednjeevropski", "srednjoeuropsko", "mellaneuropeisk",
)  # fmt: skip
_OTHER_NAMES = {
    "Europe/Berlin": (
        *_BERLIN, "europe centrale", "europa central", "europa centrale", "europa centrala", "midden europese",
        "midden europa", "sentral europa", "stredni evropa", "stredna europa", "kozep europai", "keski euroopan",
        "orta avrupa", "центральная европа", "центральноевропеискои", "центральноевропеиское", "central europe",
        # what Windows calls the west of Europe lies an hour east of Greenwich
        "westeuropa", "west europa", "vest europa", "vasteuropa", "vesteuropa", "europe ouest", "europa occidental",
        "europa ocidental", "europa occidentale", "zachodnioeuropejski", "zapadni evropa", "nyugat europai",
        "lansi euroopan", "bati avrupa", "западная европа", "europa oeste", "oeste europa",
    ),
    "Europe/Paris": (
        "paris madrid", "bruxelles copenhague madrid paris", "romanische", "romansk", "romaanse", "romanski",
        "roman", "романское",
    ),
    "Europe/London": ("westeuropaische", "britische", "britanique", "britannique", "britanica", "greenwich"),
    "Europe/Bucharest": (
        "osteuropaische", "osteuropa", "ost europa", "oost europa", "oost europese", "osteuropeisk", "europe est",
        "europe orientale", "europa oriental", "europa orientale", "europa estului", "wschodnioeuropejski",
        "vychodni evropa", "kelet europai", "ita euroopan", "doğu avrupa", "восточная европа", "este europa",
    ),
    "Europe/Moscow": ("russische", "moskauer", "moscou", "moscu", "mosca", "moskou", "moskva", "moskwa", "московское",
                      "россия tz 2", "rtz 2", "russe", "russa", "rusia", "russia"),
    "Europe/Istanbul": ("turkische", "turquie", "turquia", "turchia", "turkije", "turkiye", "turkei"),
    "America/Sao_Paulo": ("brasil", "brasilia", "brasilianische", "bresil", "brasile"),
    "America/New_York": (
        "nordamerikanische ostkusten", "nordamerikanische ostkustenzeit", "ostkustenzeit", "heure de l est",
        "est heure d ete", "est heure standard", "este ee uu", "us eastern",
    ),
    "America/Chicago": ("nordamerikanische inlandzeit", "us central", "central ee uu"),
    "America/Los_Angeles": ("nordamerikanische westkustenzeit", "westkustenzeit", "pazifik", "pacifico", "pacifique"),
    "Asia/Tokyo": ("tokio", "japanische", "japon", "japan", "giappone", "東京 標準時", "jst"),
    "Asia/Shanghai": ("chinesische", "chine", "cina", "中国标准时间", "中國標準時間", "китаи"),
    "Asia/Seoul": ("koreanische", "coree", "corea", "대한민국 표준시"),
    "Asia/Kolkata": ("indische", "inde", "india", "indien"),
    "UTC": ("koordinierte weltzeit", "temps universel coordonne", "tiempo universal coordinado", "tempo universale "
            "coordinato", "tempo universal coordenado", "coordinated universal", "universal", "z", "utc"),
}  # fmt: skip
# Short names that several places use.
_GUESSED_NAMES = {
    "Europe/London": ("gmt", "bst", "british"),
    "America/New_York": ("edt", "us est"),
    "America/Chicago": ("cst", "cdt"),
    "America/Denver": ("mdt",),
    "America/Los_Angeles": ("pst", "pdt"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedZone:
    """What a name stands for: a key of the time zone database, or a distance from UTC.

    `guessed` where the name would also allow another reading, which is to be said.
    """

    key: str | None = None
    from_utc: timedelta | None = None
    guessed: bool = False


def zone_named(name: str) -> NamedZone | None:
    """What the name of a zone stands for, None where nobody can tell.

    >>> zone_named("america/new_york")
    NamedZone(key='America/New_York', from_utc=None, guessed=False)
    >>> zone_named("Mitteleuropäische Sommerzeit").key
    'Europe/Berlin'
    >>> zone_named("GMT-03:30").from_utc
    datetime.timedelta(days=-1, seconds=73800)
    """
    plain = " ".join(name.strip().strip('"/').split())
    return _read(plain) or _read(_decoded_again(plain))


def _read(name: str) -> NamedZone | None:
    readings = (read(name) for read in (_key, _distance, _shown, _windows, _in_other_languages, _city))
    return next((zone for zone in readings if zone is not None), None)


def _decoded_again(name: str) -> str:
    """The name as it was before a program wrote it in the wrong encoding: "MitteleuropÃ¤ische Zeit"."""
    import ftfy

    return str(ftfy.fix_encoding(name))


def _key(name: str) -> NamedZone | None:
    """A key of the database in any case, with blanks for its underscores, or behind what a program put before it."""
    parts = name.casefold().replace(" ", "_").split("/")
    for first in range(len(parts)):
        key = _keys().get("/".join(parts[first:]))
        if key is not None and (first == 0 or "/" in key or key == "UTC"):
            return NamedZone(key)
    return None


def _distance(name: str) -> NamedZone | None:
    match = _FROM_UTC.fullmatch(name)
    from_utc = _from_utc(*match.groups()) if match else None
    return NamedZone(from_utc=from_utc) if from_utc is not None else None


def _shown(name: str) -> NamedZone | None:
    """What Windows shows: a distance, then places, of which one is known to be as far; else the distance alone."""
    match = _SHOWN.fullmatch(name)
    if match is None:
        return None
    sign, hours, minutes, places = match.groups()
    distance = _from_utc(sign, hours, minutes) if sign else timedelta()
    if distance is None:
        return None
    for place in _parts(places):
        for read in (_windows, _in_other_languages, _city):
            zone = read(place)
            if zone is not None and zone.key is not None and _standard_distance(zone.key) == distance:
                return NamedZone(zone.key)
    return NamedZone(from_utc=distance, guessed=True)


def _windows(name: str) -> NamedZone | None:
    """A name of Windows, in English or with only its words for time in another language: "Romance (heure d'été)"."""
    names = _windows_names()
    key = names.get(_without_time_words(name)) or names.get(_without_time_words(_without_brackets(name)))
    return NamedZone(key) if key else None


def _in_other_languages(name: str) -> NamedZone | None:
    return _translated().get(_without_time_words(name))


def _city(name: str) -> NamedZone | None:
    """The first known city of a list: "Paris, Madrid", "Germany/Berlin"."""
    for part in _parts(name.rpartition("/")[2]):
        key = _cities().get(_without_time_words(part))
        if key is not None:
            return NamedZone(key, guessed=True)
    return None


def _parts(places: str) -> list[str]:
    return [places, *(part.strip() for part in re.split(r"[,;:]", _without_brackets(places)) if part.strip())]


def _without_brackets(text: str) -> str:
    return re.sub(r"\(.*?\)", " ", text)


def _from_utc(sign: str, hours: str, minutes: str | None) -> timedelta | None:
    distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if distance > _FURTHEST:
        return None
    return distance if sign == "+" else -distance


def _standard_distance(key: str) -> timedelta:
    zone = ZoneInfo(key)
    return min(datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))


def _without_time_words(name: str) -> str:
    """The words of a name that say where, in small letters without accents."""
    letters = (letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    words = re.sub(r"[^\w]+|_", " ", "".join(letters)).split()
    return " ".join(word for word in words if word not in _TIME_WORDS) or " ".join(words)


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return {key.casefold(): key for key in sorted(available_timezones())}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    keys = (key for key in sorted(available_timezones()) if key.partition("/")[0] in _PLACES)
    return {_without_time_words(key.rpartition("/")[2]): key for key in keys}


@lru_cache(maxsize=1)
def _windows_names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {_without_time_words(name): key for name, key in WINDOWS_TO_OLSON.items()}


@lru_cache(maxsize=1)
def _translated() -> dict[str, NamedZone]:
    certain = {name: NamedZone(key) for key, names in _OTHER_NAMES.items() for name in names}
    guessed = {name: NamedZone(key, guessed=True) for key, names in _GUESSED_NAMES.items() for name in names}
    return guessed | certain
