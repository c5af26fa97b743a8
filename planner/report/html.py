"""A report as one HTML file: pictures that are drawn where it is opened, without asking any other machine."""

from __future__ import annotations

from functools import cache
from typing import Any

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.domain.wording.days import full_day
from planner.report.report import Report
from planner.report.sections import Section

_NAMED = "window.vegaEmbed = vegaEmbed;"


def as_html(report: Report) -> str:
    """The whole report as one page; names and notes stand in it as they were typed."""
    made = report.made_at.astimezone(report.zone)
    made_on = full_day(made)
    template = _environment().get_template("report.html.jinja")
    return template.render(report=report, made_on=made_on, drawing_program=_drawing_program)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("planner", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawn"] = _drawn
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "default": str}
    return environment


def _drawn(section: Section) -> dict[str, Any] | None:
    """The picture as wide as the page, on white: its text takes its colour from there. The answer stands above it."""
    if section.chart is None:
        return None
    chart = section.chart.to_dict()
    title = {} if section.is_titled else {"title": chart["title"]}
    rest = {name: value for name, value in chart.items() if name != "title"}
    return {**rest, **title, "width": "container", "background": "white"}


def _drawing_program() -> Markup:
    """Vega and all it needs; nothing in it ends the script that it stands in."""
    return Markup(vl_convert.javascript_bundle(_NAMED).replace("</script", "<\\/script"))
