"""A retrospective as one list of sections, which the page draws; to hand on, one HTML file or Markdown."""

from planner.report.html import as_html
from planner.report.markdown import as_markdown
from planner.report.report import Report, estimates_section, report_of
from planner.report.sections import Key, Section

__all__ = ["Key", "Report", "Section", "as_html", "as_markdown", "estimates_section", "report_of"]
