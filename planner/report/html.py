"""A report as one HTML file: pictures that are drawn where it is opened, without asking any other machine."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import vl_convert

from planner.report.sections import Report, Section

_STYLE = """
:root { color-scheme: light; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #22272b; background: #fff; line-height: 1.5;
       font-family: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Ubuntu, Arial, sans-serif;
       font-variant-numeric: tabular-nums; }
h1 { font-size: 1.7rem; line-height: 1.25; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 0.3rem; break-after: avoid; }
p.made { color: #5b6166; margin: 0; }
figure { margin: 1rem 0; width: 100%; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
div.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid #dcdfe2; white-space: nowrap; }
tr { break-inside: avoid; }
@media print {
  @page { margin: 15mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 0.9rem; }
  section { break-inside: avoid; }
  h2 { margin-top: 1.4rem; }
  div.table { overflow: visible; }
  table { font-size: 0.72rem; }
  th, td { white-space: normal; padding-right: 0.5rem; vertical-align: top; }
  td:first-child { min-width: 9rem; }
  thead { display: table-header-group; }
}
"""
_NAMED = "window.vegaEmbed = vegaEmbed;"
_DRAW = """
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  vegaEmbed(figure, charts[Number(figure.dataset.chart)], {mode: "vega-lite", renderer: "svg", actions: false});
}
"""


def as_html(report: Report) -> str:
    """The whole report as one page; names and notes stand in it as they were typed."""
    charts = [section.chart for section in report.sections if section.chart]
    parts = [_heading(report), *_bodies(report.sections)]
    script = f"const charts = {_safe_json([_fitted(chart) for chart in charts])};{_DRAW}"
    title = escape(f"{report.project.name}: looked back on")
    bundle = vl_convert.javascript_bundle(_NAMED) if charts else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n{''.join(parts)}"
        f'\n<script type="module">{_closed(bundle)}\n{script}</script>\n</body></html>\n'
    )


def _heading(report: Report) -> str:
    made = report.made_at.astimezone(report.zone)
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in report.sentences)
    return (
        f'<p class="made">{escape(report.project.name)}, looked back on {made:%a} {made.day} {made:%B %Y}</p>'
        f"<h1>{escape(report.answer)}</h1><ul>{lines}</ul>\n"
    )


def _bodies(sections: list[Section]) -> list[str]:
    bodies, drawn = [], 0
    for section in sections:
        body = f"<h2>{escape(section.question)}</h2><p>{escape(section.answer)}</p>"
        if section.chart:
            words = escape(str(section.chart.get("description", "")))
            body += f'<figure data-chart="{drawn}" role="img" aria-label="{words}"></figure>'
            drawn += 1
        bodies.append(f"<section>{body}{_lines(section)}{_table(section)}</section>\n")
    return bodies


def _table(section: Section) -> str:
    if section.table is None:
        return ""
    head = "".join(f"<th>{escape(str(name))}</th>" for name in section.table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        for row in section.table.itertuples(index=False)
    )
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _lines(section: Section) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in section.lines)}</ul>" if section.lines else ""


def _fitted(chart: dict[str, Any]) -> dict[str, Any]:
    """As wide as the page, on white: the text of the charts takes its colour from there."""
    return {**chart, "width": "container", "background": "white"}


def _safe_json(value: object) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("<", "\\u003c")


def _closed(script: str) -> str:
    return script.replace("</script", "<\\/script")
