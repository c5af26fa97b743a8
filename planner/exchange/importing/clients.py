"""Clients who each have a project of one name: each gets a project of its own, the same whenever it is read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planner import planning
from planner.domain.wording.lists import list_words
from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.names import name_key, tidy_name
from planner.planning.names import LONGEST_NAME
from planner.store import Store

_Key = tuple[str, str]  # client and project of a file, by `name_key`


class ClientProjects:
    """What the project of an entry is called, where its client has to tell it from another's."""

    def __init__(self, store: Store, entries: Iterable[ReadEntry]) -> None:
        self._remembered: dict[_Key, str] = {}
        self._clients: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._names: dict[tuple[str, str], str] = {}
        self._known = {name_key(project.name) for project in planning.projects(store)}
        self._said: dict[str, dict[str, str]] = {}
        for place in store.imports.clients():
            self._remembered[name_key(place.client), name_key(place.project)] = place.name
            self._clients[name_key(place.project)][name_key(place.client)] = place.client
        for client, project in dict.fromkeys((entry.client, entry.project) for entry in entries):
            if client.strip():
                self._clients[name_key(project)].setdefault(name_key(client), client)

    def project_of(self, entry: ReadEntry) -> str:
        """The project of an entry as it is named in the preview."""
        key = (entry.client, entry.project)
        if key not in self._names:
            self._names[key] = self._name(*key)
        return self._names[key]

    @property
    def remarks(self) -> list[str]:
        """A sentence for each name that several clients have, as far as their entries were asked about."""
        return [
            f"Several clients have a project '{project}'; they are {list_words(sorted(names.values()))} here."
            for project, names in self._said.items()
        ]

    def _name(self, client: str, project: str) -> str:
        name = tidy_name(project)
        if not client.strip():
            return name
        with_client = _with_client(name, tidy_name(client))
        if len(self._clients[name_key(project)]) < 2:
            is_there = name_key(with_client) in self._known and name_key(name) not in self._known
            return with_client if is_there else name
        full_name = self._remembered.get((name_key(client), name_key(project)), with_client)
        self._said.setdefault(name, {})[name_key(client)] = full_name
        return full_name


def _with_client(project: str, client: str) -> str:
    """A project with its client, of which at least the beginning stays when both are long.

    >>> _with_client("Website", "Alpha")
    'Website (Alpha)'
    """
    shown = client if len(client) <= LONGEST_NAME // 2 else client[: LONGEST_NAME // 2 - 1] + "…"
    room = LONGEST_NAME - len(shown) - len(" ()")
    return f"{project if len(project) <= room else project[: room - 1].rstrip() + '…'} ({shown})"
