"""What runs on a node before anything is sent there: handed over as code, as Call It may not be installed there at all.

Everything is imported inside, and what is not there is told by an empty word.
"""

from __future__ import annotations


def node_facts(asked: str) -> str:  # noqa: C901 - one function, as it travels alone
    """A node's facts as JSON (`planner.cluster.facts.NodeFacts`); `asked`: its id, its name, and hashes, as JSON."""
    import json
    import platform
    import socket
    from importlib.metadata import PackageNotFoundError, version

    import psutil
    import ray

    question = json.loads(asked)

    def version_of(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return ""

    def resources(of: object) -> dict[str, float]:
        try:
            found = of()  # type: ignore[operator]
            return dict(found.get(question["node_id"], {}))
        except Exception:  # a private part of Ray: another version may not have it
            return {}

    def total() -> dict[str, dict[str, float]]:
        return {node["NodeID"]: node["Resources"] for node in ray.nodes()}

    def available() -> dict[str, dict[str, float]]:
        from ray._private.state import available_resources_per_node

        return dict(available_resources_per_node())

    has, free, memory = resources(total), resources(available), psutil.virtual_memory()
    facts = {
        "node_id": question["node_id"],
        "name": question["name"] or socket.gethostname(),
        "versions": {
            "callit": version_of("callit"),
            "python": platform.python_version(),
            "ray": ray.__version__,
            "keras": version_of("keras"),
            "tensorflow": version_of("tensorflow"),
        },
        "cpus": has.get("CPU", 0.0),
        "free_cpus": free.get("CPU", 0.0),
        "memory_bytes": int(memory.total),
        "free_memory_bytes": int(min(memory.available, free.get("memory", memory.available))),
        "gpus": has.get("GPU", 0.0),
        "free_gpus": free.get("GPU", 0.0),
    }
    try:
        from planner.cluster.kept_there import facts_there

        facts.update(facts_there(question["hashes"]))
    except ImportError:
        pass
    except Exception as error:  # such as a home that cannot be read: told, never raised through Ray
        facts["trouble"] = f"{type(error).__name__}: {error}"[:200]
    return json.dumps(facts)


def echoed(data: bytes) -> bytes:
    """The same bytes: how fast is the way?"""
    return data
