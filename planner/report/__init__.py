"""A retrospective to hand on: one HTML file that needs no network, or Markdown."""

from planner.report.html import as_html
from planner.report.markdown import as_markdown
from planner.report.sections import Report, Section, report_of

__all__ = ["Report", "Section", "as_html", "as_markdown", "report_of"]
