"""Versions here and there: which differences matter, each in one sentence with what to do.

What is on both sides has to be the same code for a session to be the same: Call It to the letter, Python and Keras to
the second number (what they compute and how they pickle changes with it), Ray to the letter, as Ray itself insists.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from planner.cluster.facts import NodeFacts, Versions
from planner.domain.wording.lists import list_words

_PARTS = {"callit": 3, "python": 2, "ray": 3, "keras": 2}  # of the numbers, as far as they have to be the same
_NAMES = {"callit": "Call It", "python": "Python", "ray": "Ray", "keras": "Keras"}


def versions_here() -> Versions:
    """What is installed on this machine."""
    return Versions(
        callit=_version("callit"),
        python=platform.python_version(),
        ray=_version("ray"),
        keras=_version("keras"),
        tensorflow=_version("tensorflow"),
    )


def refusal(here: Versions, nodes: Sequence[NodeFacts]) -> str:
    """Why a session is not sent to these nodes; empty where it may be. Nodes that told nothing are passed over.

    >>> there = Versions("0.3", "3.11.9", "2.60.0", "3.12.0")
    >>> refusal(Versions("0.3", "3.11.4", "2.60.0", "3.12.1"), [NodeFacts("a", "n1", there)])
    ''
    """
    for node in nodes:
        if node.versions == Versions():
            continue
        if not node.versions.callit:
            return (
                f"Call It is not installed on {node.name}, nor can it be sent there. Install version {here.callit} on "
                "every node, in the environment that its 'ray start' runs in."
            )
        if differing(here, node.versions):
            return differing_words(node.name, asdict(node.versions), here)
    return ""


def differing(here: Versions, there: Versions) -> list[str]:
    """The parts of which a difference matters.

    >>> differing(Versions("0.3", "3.11.4", "2.60.0", "3.12.1"), Versions("0.3", "3.12.4", "2.60.1", "3.12.9"))
    ['python', 'ray']
    """
    return [
        name
        for name, parts in _PARTS.items()
        if getattr(here, name).split(".")[:parts] != getattr(there, name).split(".")[:parts]
    ]


def differing_words(who: str, theirs: Mapping[str, str], here: Versions | None = None) -> str:
    """The sentence about a difference: of what is named in `theirs`, those that matter."""
    own = asdict(here or versions_here())
    names = differing(Versions(**own), Versions(**{**own, **theirs})) or list(theirs)
    said = list_words([f"{_NAMES[name]} {theirs[name] or 'not at all'}" for name in names])
    has = list_words([f"{_NAMES[name]} {own[name] or 'not at all'}" for name in names])
    return (
        f"{who} has {said}, and this machine {has}: a session needs the same on both. "
        "Install one of them anew, and start the node again."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
