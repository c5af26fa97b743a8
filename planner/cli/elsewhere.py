"""`--on` and what belongs to it: from what was typed to where a session is sent."""

from __future__ import annotations

from collections.abc import Callable

import typer

from model.protocol.elsewhere import Elsewhere

OF_CLUSTER = ("cpus", "memory", "gpu", "data_there", "wait", "allow_second")


def typed_elsewhere(
    on: str | None,
    *,
    cpus: int | None,
    memory: str | None,
    gpu: int,
    data_there: str | None,
    hands: int | None,
    allow_second: bool,
    given: str,
    in_bytes: Callable[[str], int],
) -> Elsewhere | None:
    """The cluster that was named; None without one. `given` are the options that make sense with one alone.

    Raises
    ------
    typer.BadParameter
        One of these without a cluster.
    ClusterRefused
        No address of a cluster, or Ray is not installed.
    """
    if on is None:
        if given:
            raise typer.BadParameter(f"{given} says what a cluster should give: name it with --on ray://HEAD:10001.")
        return None
    from planner.cluster.addresses import check_ray, checked_address

    address = checked_address(on)
    check_ray()
    memory_bytes = None if memory is None else in_bytes(memory)
    return Elsewhere(
        address=address,
        cpus=cpus,
        memory_bytes=memory_bytes,
        gpus=gpu,
        data_there=data_there,
        hands=hands,
        allow_second=allow_second,
    )
