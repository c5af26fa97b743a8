"""The address of a cluster as a person types it, and whether this machine can speak to one at all."""

from __future__ import annotations

import re
from importlib.util import find_spec

from planner.cluster.errors import ClusterRefused

AUTO = "auto"  # the cluster that this machine is a node of
CLIENT = "ray://"
_SLURM = "slurm"
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.%]+\]|[^\s:/@]+):([0-9]{1,5})")
NO_RAY = (
    "A session on a cluster needs Ray, which is not installed here. "
    "Install it with: pip install 'callit[cluster]' (from a clone: pip install '.[cluster]')."
)


def checked_address(typed: str) -> str:
    """The address, as Ray takes it.

    Raises
    ------
    ClusterRefused
        It is none, or names another kind of cluster.

    >>> checked_address(" ray://head:10001 "), checked_address("auto"), checked_address("10.0.0.5:6379")
    ('ray://head:10001', 'auto', '10.0.0.5:6379')
    """
    address = typed.strip()
    if address.lower().partition(":")[0] == _SLURM:
        raise ClusterRefused(
            "Slurm is a later step: until then start Ray inside an allocation (docs/cluster.md), and name its head by "
            "--on ray://HEAD:10001."
        )
    if address == AUTO or host_and_port(address) is not None:
        return address
    raise ClusterRefused(
        f"'{typed}' is no address of a cluster. Give ray://HEAD:10001; on a machine of the cluster auto does."
    )


def host_and_port(address: str) -> tuple[str, int] | None:
    """Where something should listen; None for `auto`, and for what is no address.

    >>> host_and_port("ray://head:10001"), host_and_port("[::1]:6379"), host_and_port("http://head:80")
    (('head', 10001), ('::1', 6379), None)
    """
    found = _HOST_AND_PORT.fullmatch(address.removeprefix(CLIENT))
    if found is None or not 0 < int(found[2]) < 1 << 16:
        return None
    return found[1].strip("[]"), int(found[2])


def is_ray_here() -> bool:
    """Whether Ray is installed; it is looked for, not loaded."""
    return find_spec("ray") is not None


def check_ray() -> None:
    """Refuse where Ray is not installed (`ClusterRefused`)."""
    if not is_ray_here():
        raise ClusterRefused(NO_RAY)
