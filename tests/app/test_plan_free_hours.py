"""The Plan page and a person's free time: said once, kept, and set against what the plan still asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.availability import (
    BUILT_IN_SHARE,
    Availability,
    CalendarFile,
    FreeDay,
    Share,
    Taken,
    TakenBy,
    load_availability,
    save_availability,
)
from planner.clock import local_zone, now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.domain.week import DAY_NAMES
from planner.outlook import Supply
from planner.pages.plan_page.free import part_rows, stretch_rows, stretches_of
from planner.pages.plan_page.supply import basis_sentence, have_sentence
from planner.pages.plan_page.time_fields import exception_lines
from planner.parsing.week_text import parse_commitment, parse_exception, parse_week
from planner.store import Store, open_store
from tests.app.plan_tab import field, opened, press

ALWAYS = "Mon-Sun 00:00-24:00"
BROKEN_EVENT = """BEGIN:VEVENT
UID:{number}
SUMMARY:Broken {number}
DTSTART:yesterday
END:VEVENT
"""


def said(app: AppTest) -> str:
    """All sentences on the page."""
    parts = [*app.title, *app.markdown, *app.subheader, *app.caption, *app.warning]
    return "\n".join(str(part.value) for part in parts).replace("\xa0", " ")


def title(app: AppTest) -> str:
    """The largest sentence on the page."""
    return str(app.title[0].value).replace("\xa0", " ")


def charts(app: AppTest) -> list[dict[str, Any]]:
    """The pictures on the page, as Vega-Lite reads them."""
    drawn = [*app.get("vega_lite_chart"), *app.get("arrow_vega_lite_chart")]
    return [json.loads(chart.proto.spec) for chart in drawn]


def free_hours_chart(app: AppTest) -> dict[str, Any] | None:
    """The picture of free hours, if there is one."""
    return next((chart for chart in charts(app) if "free hour" in chart["title"]["text"]), None)


def free_hours_title(app: AppTest) -> str:
    """What stands above that picture."""
    drawn = free_hours_chart(app)
    assert drawn is not None
    return str(drawn["title"]["text"])


def calendar_of(events: str) -> bytes:
    """A calendar file."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//made//EN\n{events}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def make(home: Path) -> Callable[[float | None], Project]:
    """Makes a project of 20-30 hours with 2.5 hours logged, due in some days."""

    def made(due_in_days: float | None) -> Project:
        deadline = None if due_in_days is None else now() + timedelta(days=due_in_days)
        with open_store(home) as store:
            project = planning.create_project(
                store, "Toxic comments", total=HourRange(20, 30), deadline=deadline, now=now() - timedelta(days=2)
            )
            clean, started_at = planning.phases(store, project.id)[0], now() - timedelta(hours=30)
            timelog.add_entry(store, clean.id, started_at, started_at + timedelta(hours=2.5), now=now())
        return project

    return made


def say(store: Store, week: str, *, calendars: tuple[CalendarFile, ...] = ()) -> None:
    """Keep an availability."""
    save_availability(store, Availability(parse_week(week), calendars=calendars))


def test_without_an_availability_one_line_shows_the_way_to_say_it(make: Callable[..., Project]) -> None:
    """The answer is what it still takes; the form is there, folded."""
    app = opened(make(9))
    assert re.fullmatch(r"It still needs about \d+ h, 9 days left", title(app))
    assert "Or [say it exactly](#when-can-i-work)" in said(app)
    assert "You have" not in said(app)
    assert free_hours_chart(app) is None
    (form,) = [folded for folded in app.expander if folded.label.startswith("Say when you can work")]
    assert not form.proto.expanded


def test_a_usual_week_is_one_click_and_can_be_forgotten_and_brought_back(
    store: Store, make: Callable[..., Project]
) -> None:
    """Whoever works in the evening has an answer at once; what was said can be unsaid."""
    app = press(opened(make(9)), "Evenings")
    assert str(getattr(load_availability(store), "week", None)) == "Mon-Fri 18:00-21:00"
    assert title(app).startswith("Will I finish?")
    press(app, "Forget my hours")
    assert load_availability(store) is None
    press(app, "Undo")
    assert load_availability(store) == Availability(parse_week("Mon-Fri 18:00-21:00"))


def test_what_is_said_is_kept_and_set_against_the_plan(store: Store, make: Callable[..., Project]) -> None:
    """Week, exceptions, commitments and holidays are saved with one button; the answer is then what you have."""
    app = opened(make(9))
    app.selectbox(key=_key(app, "country")).set_value("DE").run()
    field(app.selectbox, "Part of the country (optional)").set_value("BY")
    field(app.text_input, "Your week").input("mon-sun 9-17")
    field(app.text_area, "Days that differ, one a line").input("2030-12-24 off\n\n2030-12-25 off")
    field(app.text_area, "Other things you do, one a line").input("children, Tue 15-18")
    press(app, "Save these hours")
    kept = load_availability(store)
    assert kept is not None
    assert (str(kept.week), kept.country, kept.subdivision) == ("Mon-Sun 09:00-17:00", "DE", "BY")
    assert exception_lines(kept.exceptions) == "2030-12-24 to 2030-12-25 off"
    assert [str(one) for one in kept.commitments] == ["children, Tue 15:00-18:00"]
    assert re.fullmatch(r"Will I finish\? .+: \d+ %", title(app))
    assert "You have about **" in said(app)
    assert "after 2.5 h logged; you said 20–30 h in all, honest is " in said(app)
    assert "40 to 80 % become work: a cautious guess" in said(app)
    assert re.match(r"\d+ free hours until", free_hours_title(app))
    assert "Mon-Sun 09:00-17:00, holidays of DE-BY" in [folded.label for folded in app.expander]


def test_a_day_named_twice_is_kept_as_it_was_said_alone_and_that_is_told(
    store: Store, make: Callable[..., Project]
) -> None:
    """The shorter Friday is not swallowed by the range before it."""
    app = opened(make(9))
    field(app.text_input, "Your week").input("Mon-Fri 9-17, Fri 9-13")
    press(app, "Save these hours")
    assert str(getattr(load_availability(store), "week", None)) == "Mon-Thu 09:00-17:00; Fri 09:00-13:00"
    assert [toast.value for toast in app.toast] == [
        "Your hours are saved. On Fri 09:00-13:00 counts, not 09:00-17:00 as on other days."
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "typed", "complaint"),
    [
        ("Your week", "", "Say which hours of the week you can work, such as Mon-Fri 09:00-17:00."),
        ("Your week", "Mon-Fri", "'Mon-Fri' is not a week: a day has no hours."),
        ("Your week", "Funday 9-17", "'funday' is neither a day nor hours"),
        ("Days that differ, one a line", "2030-12-24 off\n2030-12-99 off", "'2030-12-99' is not in the calendar."),
        ("Other things you do, one a line", "children", "'children' is not a commitment."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(
    store: Store, make: Callable[..., Project], label: str, typed: str, complaint: str
) -> None:
    """One sentence, that of the parser; what was kept stays, and so does what was typed elsewhere."""
    say(store, ALWAYS)
    app = opened(make(9))
    field(app.text_input, "Your week").input("Mon 9-17")
    field(app.text_area, "Other things you do, one a line").input("choir, Thu 19-21")
    field([*app.text_input, *app.text_area], label).input(typed)
    press(app, "Save these hours")
    (error,) = app.error
    assert complaint in error.value
    assert field([*app.text_input, *app.text_area], label).value == typed
    assert field(app.text_area, "Other things you do, one a line").value in ("choir, Thu 19-21", typed)
    assert load_availability(store) == Availability(parse_week(ALWAYS))


def test_each_wrong_field_has_its_own_sentence(store: Store, make: Callable[..., Project]) -> None:
    """Three mistakes are said at once, in three places."""
    app = opened(make(None))
    field(app.text_area, "Days that differ, one a line").input("sometimes\nnever")
    field(app.text_area, "Other things you do, one a line").input("children")
    press(app, "Save these hours")
    assert len(app.error) == 3
    assert app.error[1].value.count("is not an exception") == 2
    assert load_availability(store) is None


def test_free_hours_are_shown_by_week_or_by_day(store: Store, make: Callable[..., Project]) -> None:
    """At a click each day has its own bar, with its own hours."""
    say(store, "Mon-Sun 09:00-11:00")
    app = opened(make(9))
    assert "2 of 2" not in str(free_hours_chart(app))
    app.button_group(key="free_hours_view").set_value("Days").run()
    assert str(free_hours_chart(app)).count("2.0 of 2.0") >= 8


def test_a_deadline_that_has_passed_gives_the_next_four_weeks(store: Store, make: Callable[..., Project]) -> None:
    """No hours are left until then, and none are negative; the headline says that it has passed."""
    say(store, ALWAYS)
    app = opened(make(-3))
    assert title(app).startswith("It still needs about ")
    assert title(app).endswith("; the deadline passed 3 days ago")
    assert "in the next four weeks" in said(app)
    assert "until then" not in said(app)
    assert "-" not in free_hours_title(app)


def test_hours_after_the_deadline_do_not_count(store: Store, make: Callable[..., Project]) -> None:
    """Due in two hours, two hours are free, however long the day is."""
    say(store, ALWAYS)
    app = opened(make(2 / 24))
    assert free_hours_title(app).startswith("2 free hours until")
    assert "You have about **1.2 h** until then (48 min to 1.6 h)" in said(app)


def test_without_a_deadline_the_next_four_weeks_count(store: Store, make: Callable[..., Project]) -> None:
    """28 days, what is left of today among them."""
    say(store, ALWAYS)
    app = opened(make(None))
    assert "in the next four weeks" in said(app)
    free_hours = int(free_hours_title(app).split(" free hours in the next four weeks")[0])
    assert 27 * 24 - 1 <= free_hours <= 28 * 24 + 1


def test_a_finished_project_asks_for_no_hours(store: Store, make: Callable[..., Project]) -> None:
    """Neither hours to come nor the way to say them stand there."""
    say(store, ALWAYS)
    app = press(opened(make(9)), "Mark as finished")
    assert title(app).startswith("Finished:")
    assert "You have" not in said(app)
    assert "Say when you can work" not in said(app)


@pytest.mark.parametrize(("broken", "folded"), [(1, False), (7, True)])
def test_what_cannot_be_read_in_a_calendar_is_listed(
    store: Store, tmp_path: Path, make: Callable[..., Project], broken: int, folded: bool
) -> None:
    """The event and the reason are named, folded when they are many; the rest is used."""
    path = tmp_path / "work.ics"
    path.write_bytes(calendar_of("".join(BROKEN_EVENT.format(number=number) for number in range(broken))))
    say(store, ALWAYS, calendars=(CalendarFile("work.ics", path),))
    app = opened(make(9))
    assert "work.ics: the event 'Broken 0' is left out" in said(app)
    assert any(part.label == f"{broken} things to know about your calendars" for part in app.expander) is folded
    assert bool(app.warning) is not folded
    assert "[see below](#when-can-i-work)" in said(app)
    assert "You have about" in said(app)


@pytest.mark.slow
def test_a_calendar_is_uploaded_kept_and_removed(store: Store, make: Callable[..., Project]) -> None:
    """Its event takes its hours; ticked away and saved, they are free again."""
    day = f"{now() + timedelta(days=3):%Y%m%d}"
    event = f"BEGIN:VEVENT\nUID:1\nSUMMARY:Fair\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\n"
    say(store, ALWAYS)
    app = opened(make(9))
    app.file_uploader[0].upload("work.ics", calendar_of(event))
    press(app, "Save these hours")
    kept = load_availability(store)
    assert kept is not None
    assert [calendar.name for calendar in kept.calendars] == ["work.ics"]
    assert "Fair 2" in str(free_hours_chart(app))
    field(app.checkbox, "Remove work.ics").check()
    press(app, "Save these hours")
    assert "Fair" not in str(free_hours_chart(app))
    assert not kept.calendars[0].path.exists()


@pytest.mark.slow
def test_what_the_person_declined_takes_no_time_once_the_address_is_said(
    store: Store, make: Callable[..., Project]
) -> None:
    """The address is kept with the hours; one that is none is said at its field."""
    day = f"{now() + timedelta(days=3):%Y%m%d}"
    event = (
        f"BEGIN:VEVENT\nUID:1\nSUMMARY:Fair\nDTSTART;VALUE=DATE:{day}\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.org\nEND:VEVENT\n"
    )
    say(store, ALWAYS)
    app = opened(make(9))
    app.file_uploader[0].upload("work.ics", calendar_of(event))
    press(app, "Save these hours")
    assert "Fair 2" in str(free_hours_chart(app))
    label = "Your mail addresses in these calendars, one a line (optional)"
    field(app.text_area, label).input("me at example")
    press(app, "Save these hours")
    assert any("'me at example' is no mail address." in error.value for error in app.error)
    field(app.text_area, label).input("Me@Example.org")
    press(app, "Save these hours")
    assert "Fair" not in str(free_hours_chart(app))
    assert "1 invitation that me@example.org declined takes no time" in said(app)
    assert (load_availability(store) or Availability(parse_week(ALWAYS))).own_addresses == ("me@example.org",)


def test_a_form_in_another_tab_shows_what_was_saved_since(store: Store, make: Callable[..., Project]) -> None:
    """A saved week stands in both tabs."""
    project = make(9)
    first, second = opened(project), opened(project)
    field(second.text_input, "Your week").input("Mon 9-17")
    press(second, "Save these hours")
    first.run()
    assert field(first.text_input, "Your week").value == "Mon 09:00-17:00"


# Words and rows, without the page.


def days_of(free_hours: float, first: date = date(2026, 6, 8), count: int = 1) -> list[FreeDay]:
    """Days alike, two hours of each taken by a commitment and one by the calendar."""
    why = (Taken("children", 2.0, TakenBy.COMMITMENT), Taken("Stand-up", 1.0, TakenBy.CALENDAR))
    return [FreeDay(first + timedelta(days=n), free_hours + 3, 3.0, free_hours, why) for n in range(count)]


def test_no_free_hours_are_said_in_words() -> None:
    """Not as `0 h (0-0 h)`."""
    supply = Supply(days_of(0), BUILT_IN_SHARE, [], now() + timedelta(days=1), [])
    assert have_sentence(supply) == "You have **no free hours** until then."


def test_a_week_without_hours_until_the_deadline_draws_nothing(store: Store, make: Callable[..., Project]) -> None:
    """An empty picture would say less than the words."""
    today = now().astimezone(local_zone()).date()
    yesterday = DAY_NAMES[(today - timedelta(days=1)).weekday()]
    save_availability(store, Availability(parse_week(f"{yesterday} 9-17")))
    app = opened(make(2))
    assert title(app) == "Will I finish? No: under 1 %"
    assert "You have **no free hours** until then." in said(app)
    assert "become work" not in said(app)
    assert free_hours_chart(app) is None


def test_the_basis_of_the_range_is_named() -> None:
    """Learned from the log, it says from how much of it."""
    learned = Share(0.5, 0.72, "learned from 3 weeks of your log", 3)
    assert basis_sentence(learned) == "Of free hours, 50 to 72 % become work: learned from 3 weeks of your log."


@pytest.mark.parametrize(
    ("count", "first_name", "rows"), [(28, "8–14 Jun", 4), (200, "Jun 2026", 7), (1_000, "2026", 4)]
)
def test_long_times_are_drawn_as_months_and_years(count: int, first_name: str, rows: int) -> None:
    """No picture has more bars than one looks at, and none loses an hour."""
    days = days_of(4, count=count)
    drawn, parts = stretch_rows(stretches_of(days)), part_rows(stretches_of(days))
    assert (drawn["name"].iloc[0], len(drawn)) == (first_name, rows)
    assert drawn["free_hours"].sum() == 4 * count
    assert (parts["to_hours"] - parts["from_hours"]).sum() == pytest.approx(3 * count)
    assert parts.groupby("name")["to_hours"].max().sum() == pytest.approx(drawn["meant_hours"].sum())


def test_exceptions_can_be_typed_again() -> None:
    """Days in a row stand on one line, and are read as the same days."""
    hours = [*parse_exception("2026-08-03 to 2026-08-14 off"), *parse_exception("2026-08-15 10:00-14:00")]
    text = exception_lines(hours)
    assert text == "2026-08-03 to 2026-08-14 off\n2026-08-15 10:00-14:00"
    assert [one for line in text.splitlines() for one in parse_exception(line)] == hours


def test_a_commitment_can_be_typed_again() -> None:
    """The form shows it as the parser reads it."""
    assert str(parse_commitment(str(parse_commitment("children, Tue 15-18")))) == "children, Tue 15:00-18:00"


def _key(app: AppTest, name: str) -> str:
    (key,) = [box.key for box in app.selectbox if box.key and box.key.endswith(f"_{name}")]
    return str(key)
