"""Where a session runs that does not run on this machine, and what it asks for there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A cluster's address, and what one of its nodes has to have free; None: as much as is sensible there.

    `hands`: so many other nodes train beside its own, None: those that are free. `data_there` is a path or an address
    (`s3://bucket/table.csv`) that the node reads the table from; None: it is sent. `allow_second`: it may run beside
    another session of the same person.
    """

    address: str
    cpus: int | None = None
    memory_bytes: int | None = None
    gpus: int = 0
    data_there: str | None = None
    hands: int | None = None
    allow_second: bool = False
