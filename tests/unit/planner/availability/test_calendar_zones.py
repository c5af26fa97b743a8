"""Names of time zones as calendars write them: known in any case, language and spelling; else said to be unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from planner.availability.calendar_events import busy_times

TOKYO = ZoneInfo("Asia/Tokyo")  # the person's clock, far from all zones below
NINE = datetime(2026, 7, 15, 9)  # summer, where there is one in the north


def starts_at(name: str, head: str = "") -> tuple[datetime, list[str]]:
    """The instant of an event at nine in a zone, and what is said."""
    content = (
        f'BEGIN:VCALENDAR\n{head}BEGIN:VEVENT\nUID:1\nSUMMARY:Meeting\nDTSTART;TZID="{name}":{NINE:%Y%m%dT%H%M%S}\n'
        "DURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    (busy,), said = busy_times(content.encode(), "work.ics", date(2026, 7, 13), date(2026, 7, 17), TOKYO)
    return busy.spans[0].start, list(said)


def nine_in(key: str) -> datetime:
    return NINE.replace(tzinfo=ZoneInfo(key)).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("Mitteleuropäische Sommerzeit", "Europe/Berlin"),
        ("Westeuropa (Normalzeit)", "Europe/Berlin"),
        ("Osteuropäische Zeit", "Europe/Bucharest"),
        ("Paris, Madrid", "Europe/Paris"),
        ("Paris, Madrid (heure d'été)", "Europe/Paris"),
        ("Romance (heure d’été)", "Europe/Paris"),
        ("Hora estándar romance", "Europe/Paris"),
        ("Heure normale d’Europe centrale", "Europe/Paris"),
        ("ora solare Europa occidentale", "Europe/Rome"),
        ("West-Europa (standaardtijd)", "Europe/Amsterdam"),
        ("Środkowoeuropejski czas stand.", "Europe/Warsaw"),
        ("Västeuropa, normaltid", "Europe/Stockholm"),
        ("Střední Evropa (běžný čas)", "Europe/Prague"),
        ("Közép-európai téli idő", "Europe/Budapest"),
        ("Hora oficial do Brasil", "America/Sao_Paulo"),
        ("Московское время (зима)", "Europe/Moscow"),
        ("Eastern (Normalzeit)", "America/New_York"),
        ("Tokyo (heure standard)", "Asia/Tokyo"),
        ("w. europe standard time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Amsterdam"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT+10:00) Canberra, Melbourne, Sydney", "Australia/Sydney"),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("america/new_york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("/example.org/Zones_2011/Europe/Berlin", "Europe/Berlin"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("MitteleuropÃ¤ische Zeit", "Europe/Berlin"),  # written in the wrong encoding
        ("Mitteleuropaeische Zeit", "Europe/Berlin"),
    ],
)
def test_a_name_that_can_be_known_is_known(name: str, key: str) -> None:
    """In the languages of Windows, as a list of places, in the wrong case: nothing is said, as nothing is guessed."""
    assert starts_at(name) == (nine_in(key), [])


@given(st.sampled_from(sorted(available_timezones())), st.sampled_from([str.lower, str.upper, str.title]))
@settings(max_examples=60, deadline=None)
def test_case_does_not_matter(key: str, cased: object) -> None:
    """Any zone of the database, in small, large and mixed letters."""
    assert callable(cased)
    assert starts_at(cased(key)) == (nine_in(key), [])


@given(st.sampled_from(sorted(WINDOWS_TO_OLSON)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_names_of_windows_are_known_in_summer_too(name: str, in_summer: bool) -> None:
    """Some programs write the name of the summer time where the zone is meant."""
    written = name.replace("Standard", "Daylight") if in_summer else name.lower()
    assert starts_at(written) == (nine_in(WINDOWS_TO_OLSON[name]), [])


@given(st.sampled_from(["GMT", "UTC", ""]), st.sampled_from("+-"), st.integers(0, 13), st.sampled_from([0, 30, 45]))
@settings(max_examples=60, deadline=None)
def test_hours_from_utc_are_read_as_they_stand(word: str, sign: str, hours: int, minutes: int) -> None:
    """`GMT+05:00`, `UTC-0330`, `+05:45`; full hours may stand alone."""
    distance = timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)
    written = [f"{word}{sign}{hours:02d}:{minutes:02d}", f"{word}{sign}{hours:02d}{minutes:02d}"]
    if not minutes and word:
        written.append(f"{word}{sign}{hours}")
    for name in written:
        assert starts_at(name) == (NINE.replace(tzinfo=UTC) - distance, []), name


def test_a_city_alone_is_a_guess_and_said() -> None:
    """Short names that several places use are said as well."""
    assert starts_at("Germany/Berlin") == (
        nine_in("Europe/Berlin"),
        ["work.ics: the time zone 'Germany/Berlin' is read as Europe/Berlin."],
    )
    assert starts_at("PST")[1] == ["work.ics: the time zone 'PST' is read as America/Los_Angeles."]


@pytest.mark.parametrize("name", ["Customized Time Zone", "GMT+25:00", "Zeit", "tzone://Microsoft/Custom"])
def test_what_nobody_can_know_is_said(name: str) -> None:
    """The time is read on the person's own clock."""
    at, (sentence,) = starts_at(name)
    assert at == nine_in("Asia/Tokyo")
    assert f"'{name}' is not known, so times in it are read as times on your own clock." in sentence


def rules(name: str, winter: str, summer: str) -> str:
    """A zone with European summers."""
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
        f"\nTZOFFSETFROM:{summer}\nTZOFFSETTO:{winter}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19700329T020000\n"
        f"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:{winter}\nTZOFFSETTO:{summer}\nEND:DAYLIGHT\n"
        "END:VTIMEZONE\n"
    )


def test_a_made_up_name_beside_the_only_zone_of_the_file_is_read_as_that_and_said() -> None:
    """With two zones in the file nobody can know which one, unless the calendar says its own."""
    one = rules("Office", "+0200", "+0300")
    assert starts_at("Customized Time Zone", one) == (
        nine_in("Europe/Helsinki"),
        ["work.ics: the time zone 'Customized Time Zone' is not known, so times in it are read as in 'Office', "
         "the only one that the file describes."],
    )  # fmt: skip
    two = one + rules("Home", "+0100", "+0200")
    assert starts_at("Customized Time Zone", two)[0] == nine_in("Asia/Tokyo")
    at, (sentence,) = starts_at("Customized Time Zone", f"X-WR-TIMEZONE:europe/berlin\n{two}")
    assert at == nine_in("Europe/Berlin")
    assert "the zone of the calendar (X-WR-TIMEZONE)" in sentence


def test_a_zone_that_the_file_describes_is_found_in_any_case_and_by_each_of_its_names() -> None:
    """A description may hold several names; its own rules come before what the name says elsewhere."""
    assert starts_at("our OFFICE", rules("Our Office", "+0200", "+0300")) == (nine_in("Europe/Helsinki"), [])
    twice = rules("One", "+0200", "+0300").replace("TZID:One\n", "TZID:One\nTZID:Other\n")
    assert starts_at("Other", twice) == (nine_in("Europe/Helsinki"), [])
    assert starts_at("GMT+05:00", rules("GMT+05:00", "+0200", "+0300")) == (nine_in("Europe/Helsinki"), [])


def test_the_own_description_comes_before_that_of_another_calendar_in_the_file() -> None:
    """Two calendars describe a zone of one name; a third only uses it."""

    def calendar(uid: str, zone: str) -> str:
        return (
            f"BEGIN:VCALENDAR\n{zone}BEGIN:VEVENT\nUID:{uid}\nDTSTART;TZID=Office:20260715T090000\nDURATION:PT1H\n"
            "END:VEVENT\nEND:VCALENDAR\n"
        )

    content = (
        calendar("1", rules("Office", "+0200", "+0300")) + calendar("2", rules("Office", "+0000", "+0100"))
        + calendar("3", "")
    )  # fmt: skip
    busy, said = busy_times(content.encode(), "work.ics", date(2026, 7, 15), date(2026, 7, 15), TOKYO)
    assert {one.spans[0].start.hour for one in busy} == {6, 8}  # UTC
    assert said == ()


def test_an_end_in_a_zone_that_nobody_knows_is_said() -> None:
    """A start in a known zone does not hide it."""
    content = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Asia/Tokyo:20260715T090000\n"
        "DTEND;TZID=Narnia:20260715T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    _, said = busy_times(content.encode(), "work.ics", date(2026, 7, 15), date(2026, 7, 15), TOKYO)
    assert said == (
        "work.ics: the time zone 'Narnia' is not known, so times in it are read as times on your own clock.",
    )
