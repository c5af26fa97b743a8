"""`callit availability`: free hours week by week, what was taken away and why, and how much of it becomes work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from model.protocol.any_text import shown
from planner.availability import (
    Availability,
    CalendarFile,
    free_time,
    known_place,
    load_availability,
    parse_address,
    save_availability,
    share_of,
)
from planner.cli.availability_words import availability_json, availability_lines
from planner.cli.words import JsonOption, own_zone, typed_text
from planner.clock import now
from planner.domain.errors import InvalidAvailability
from planner.parsing.dates import parse_date
from planner.parsing.week_text import parse_commitment, parse_exception, parse_week
from planner.store import Store, open_store

EXAMPLE = (
    "Example: callit availability --from 2026-06-01 --to 2026-07-15 --hours 'Mon-Fri 09:00-17:00' --country DE "
    "--busy 'children, Tue 15:00-18:00'"
)
_Parsed = TypeVar("_Parsed")

HoursOption = Annotated[
    str | None, typer.Option(help="Your week: 'Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10-12'. The kept one by default.")
]
CalendarOption = Annotated[
    list[Path] | None,
    typer.Option(exists=True, dir_okay=False, readable=True, help="A calendar file (.ics) whose events take time."),
]
CountryOption = Annotated[str | None, typer.Option(help="Take public holidays off: the two letters of a country, DE.")]
SubdivisionOption = Annotated[str | None, typer.Option(help="A part of the country with holidays of its own: BY.")]
BusyOption = Annotated[
    list[str] | None, typer.Option(callback=typed_text, help="Something else you do: 'children, Tue 15:00-18:00'.")
]
MeOption = Annotated[
    list[str] | None,
    typer.Option("--me", help="Your mail address: what it declined in calendars takes no time. Several are allowed."),
]
ExceptOption = Annotated[
    list[str] | None,
    typer.Option("--except", help="A date that differs: '2026-12-24 off', '2026-05-02 10:00-14:00'."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("availability", epilog=EXAMPLE)(availability)


def availability(
    to: Annotated[str, typer.Option("--to", help="The last day: 2026-07-15.")],
    *,
    since: Annotated[str | None, typer.Option("--from", help="The first day; from now on by default.")] = None,
    hours: HoursOption = None,
    calendar: CalendarOption = None,
    me: MeOption = None,
    country: CountryOption = None,
    subdivision: SubdivisionOption = None,
    busy: BusyOption = None,
    exception: ExceptOption = None,
    ignore_all_day: Annotated[
        bool, typer.Option("--ignore-all-day", help="Let all-day events of calendars take no time.")
    ] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep this as your availability, for plans.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how many free hours there are until a day, and how many of them become work.

    With --hours a week is described anew. Without it, what was kept counts, and the other options add to it.
    """
    zone, this_moment = own_zone(), now()
    today = this_moment.astimezone(zone).date()
    first = today if since is None else _typed("--from", lambda: parse_date(since, today=today))
    last = _typed("--to", lambda: parse_date(to, today=today))
    with open_store() as store:
        availability = _with_place(_week(store, hours), country, subdivision)
        availability = _with_addresses(_with_parts(availability, busy or [], exception or [], calendar or []), me or [])
        availability = replace(availability, all_day_blocks=availability.all_day_blocks and not ignore_all_day)
        after = this_moment if since is None else None
        free = _typed("--to", lambda: free_time(availability, first, last, zone, after=after))
        share = share_of(store, availability, now=this_moment, zone=zone)
        if save:
            save_availability(store, availability)
    for trouble in free.troubles:
        typer.echo(trouble, err=True)
    say = availability_json if as_json else availability_lines
    typer.echo(say(free, share, zone))
    if save and not as_json:
        typer.echo("Kept as your availability.")


def _week(store: Store, hours: str | None) -> Availability:
    if hours is not None:
        return Availability(_typed("--hours", lambda: parse_week(hours, _remark)))
    stored = load_availability(store)
    if stored is None:
        raise typer.BadParameter("No hours are given, and none are kept. Give --hours 'Mon-Fri 09:00-17:00'.")
    return stored


def _remark(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _with_place(availability: Availability, country: str | None, subdivision: str | None) -> Availability:
    if country is None and subdivision is None:
        return availability
    within = country or availability.country
    if within is None:
        raise typer.BadParameter(
            "A part of a country needs its country: give --country too.", param_hint="--subdivision"
        )
    code, part = _typed("--country / --subdivision", lambda: known_place(within, subdivision))
    return replace(availability, country=code, subdivision=part)


def _with_parts(
    availability: Availability, busy: list[str], exceptions: list[str], calendars: list[Path]
) -> Availability:
    commitments = [_typed("--busy", partial(parse_commitment, text, _remark)) for text in busy]
    differing = [hours for text in exceptions for hours in _typed("--except", partial(parse_exception, text))]
    files = [CalendarFile(shown(path.name), path.resolve()) for path in calendars]
    return replace(
        availability.with_exceptions(differing),
        commitments=(*availability.commitments, *commitments),
        calendars=(*availability.calendars, *files),
    )


def _with_addresses(availability: Availability, addresses: list[str]) -> Availability:
    more = (_typed("--me", partial(parse_address, text)) for text in addresses)
    return replace(availability, own_addresses=tuple(dict.fromkeys([*availability.own_addresses, *more])))


def _typed(option: str, read: Callable[[], _Parsed]) -> _Parsed:
    """What was typed, read; where it cannot be, that is wrong usage of its option."""
    try:
        return read()
    except InvalidAvailability as error:
        raise typer.BadParameter(str(error), param_hint=option) from error
