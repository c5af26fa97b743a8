"""What can go wrong with a cluster, each decided by a time limit of ours or by what a node said, never by a hope.

CallItError
├── SessionRefused
│   └── ClusterRefused   before anything was sent: one sentence with what to do
└── ClusterError
    ├── Unreachable      nobody answers at the cluster's address (any more)
    │   └── NotLetIn     its head answers and could not begin a connection: another try may be let in
    ├── NoAnswer         an agent did not answer in its time; it may yet
    └── AgentGone        there is no such agent (any more): it ended, or its node is dead
"""

from __future__ import annotations

from planner.domain.errors import CallItError, SessionRefused


class ClusterRefused(SessionRefused):
    """The session is not sent: no Ray here, other versions there, no room, or nobody at the address."""


class ClusterError(CallItError):
    """Base of what happens on the way to a cluster and back."""


class Unreachable(ClusterError):
    """Nobody answers at the cluster's address, or the connection is broken."""


class NotLetIn(Unreachable):
    """The head of the cluster answers, and could not begin a connection."""


class NoAnswer(ClusterError):
    """Not in the time that was given."""


class AgentGone(ClusterError):
    """The agent has ended, or its node has."""
