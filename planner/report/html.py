"""A report as one HTML file: pictures that are drawn where it is opened, without asking any other machine."""

from __future__ import annotations

from functools import cache
from typing import Any

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.report.sections import Report

_NAMED = "window.vegaEmbed = vegaEmbed;"


def as_html(report: Report) -> str:
    """The whole report as one page; names and notes stand in it as they were typed."""
    made = report.made_at.astimezone(report.zone)
    made_on = f"{made:%a} {made.day} {made:%B %Y}"
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
    environment.filters["fitted"] = _fitted
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "default": str}
    return environment


def _fitted(chart: dict[str, Any]) -> dict[str, Any]:
    """As wide as the page, on white: the text of the charts takes its colour from there."""
    return {**chart, "width": "container", "background": "white"}


def _drawing_program() -> Markup:
    """Vega and all it needs; nothing in it ends the script that it stands in."""
    return Markup(vl_convert.javascript_bundle(_NAMED).replace("</script", "<\\/script"))
