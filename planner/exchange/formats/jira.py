"""Jira: worklogs of an issue, issues with their worklogs, and what Tempo's API answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.domain.errors import InvalidImport
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.json_entries import JsonLog, Object, are_objects, first_text, id_of, inner, seconds_of
from planner.exchange.entries.json_text import text_of
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions

_BY_NUMBER = "Worklogs of one issue do not say its name: 'Issue 10002' is what the file knows."
_NO_LIST = "it holds no list of worklogs. Give what Jira answers for /issue/KEY/worklog, or issues with their worklogs."
_BLOCKS = frozenset({"paragraph", "heading", "listItem", "codeBlock", "blockquote", "rule"})


def fits_jira(document: Any) -> bool:
    """Whether it is what Jira, or Tempo, answers."""
    if isinstance(document, dict):
        has_log = "worklog" in inner(document.get("fields")) or {"started", "timeSpentSeconds"} <= set(document)
        return has_log or "worklogs" in document or are_objects(document.get("issues"), "fields") or _is_tempo(document)
    is_log = are_objects(document, "timeSpentSeconds", "started") or are_objects(
        document, "timeSpentSeconds", "startDate"
    )
    return is_log or are_objects(document, "fields", "key")


def read_jira(document: Any, options: ReadOptions) -> ReadFile:
    """Worklogs: the project of the issue, the issue as the phase, the comment as the note.

    Raises
    ------
    InvalidImport
        For other JSON.
    """
    if not fits_jira(document) and not isinstance(document, list):
        raise InvalidImport(_NO_LIST)
    log = JsonLog(options)
    log.read(_worklogs(document), "Worklog", lambda worklog: _entry(worklog, log))
    if n_missing := _n_missing(document):
        missing = count_words(n_missing, "worklog is", "worklogs are")
        log.remark_once(
            f"{missing} not in the file: Jira gives them page by page. Ask /issue/KEY/worklog for the rest."
        )
    return log.content


def _is_tempo(document: Object) -> bool:
    return are_objects(document.get("results"), "timeSpentSeconds", "startDate")


def _worklogs(document: Any) -> Iterator[Any]:
    """Worklogs, each with its issue in `_issue` where it is known."""
    if isinstance(document, list):
        for item in document:
            yield from _worklogs(item) if isinstance(item, dict) and "fields" in item else [item]
        return
    if "fields" in document:
        listed = inner(inner(document["fields"]).get("worklog")).get("worklogs")
        for worklog in listed if isinstance(listed, list) else []:
            yield {**worklog, "_issue": document} if isinstance(worklog, dict) else worklog
        return
    listed = next((document[key] for key in ("worklogs", "results", "issues") if key in document), None)
    yield from _worklogs(listed) if isinstance(listed, list) else [document]


def _n_missing(document: Any) -> int:
    """How many worklogs there are of which the file has only the first ones, as Jira answers page by page."""
    if isinstance(document, list):
        return sum(_n_missing(item) for item in document if isinstance(item, dict))
    if "fields" in document or "issues" in document:
        return _n_missing(document.get("issues") or inner(inner(document.get("fields")).get("worklog")))
    total, listed = document.get("total"), document.get("worklogs")
    return max(0, total - len(listed)) if isinstance(total, int) and isinstance(listed, list) else 0


def _entry(worklog: Object, log: JsonLog) -> ReadEntry:
    if "startDate" in worklog:  # Tempo
        start = log.instant(f"{worklog['startDate']} {worklog.get('startTime') or '00:00:00'}")
    else:
        start = log.instant(worklog.get("started"))
    project, phase = _names(worklog, log)
    return ReadEntry(
        None,
        project,
        phase,
        start,
        start + seconds_of(worklog.get("timeSpentSeconds")),
        None,
        _comment(worklog.get("comment", worklog.get("description"))),
        source_id=id_of(worklog.get("id", worklog.get("tempoWorklogId"))),
    )


def _names(worklog: Object, log: JsonLog) -> tuple[str, str]:
    """Project and issue."""
    issue = inner(worklog.get("_issue") or worklog.get("issue"))
    fields = inner(issue.get("fields"))
    project = inner(fields.get("project"))
    key = first_text(issue, "key") or first_text(worklog, "issueKey")
    number = id_of(issue.get("id")) or id_of(worklog.get("issueId"))
    if not key and number:
        log.remark_once(_BY_NUMBER)
    name = first_text(project, "name", "key") or key.rpartition("-")[0]
    return name, first_text(fields, "summary") or key or (f"Issue {number}" if number else "")


def _comment(comment: Any) -> str:
    """The text of a comment, which is text or a document of Atlassian's."""
    if isinstance(comment, str):
        return text_of(comment).strip()
    lines = "".join(_pieces(comment)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _pieces(document: Any) -> Iterator[str]:
    """Texts of a document in order, a new line after each block; nodes within nodes are not many."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if not isinstance(node, dict):
            continue
        text = node.get("text")
        yield text_of(text) if isinstance(text, str) else first_text(inner(node.get("attrs")), "text", "url")
        if node.get("type") == "hardBreak":
            yield "\n"
        if node.get("type") in _BLOCKS:
            waiting.append("\n")
        content = node.get("content")
        waiting += reversed(content) if isinstance(content, list) else []
