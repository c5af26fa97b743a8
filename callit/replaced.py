"""Whether another package of the same environment has put its files in the place of ours.

Pip installs two packages that share a name into one folder, and the later one replaces what both have: an environment
can have one `planner`. What was installed of ours is written down, with its hash, in the facts that pip keeps of us.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from importlib.metadata import PackageNotFoundError, PackagePath, distribution

_OURS = "planner", "model", "data"
_FIRST_FILES = {f"{name}/__init__.py": name for name in _OURS}


def replaced_package() -> str | None:
    """The first of our packages that is another one by now; None where none is, or where it was never written down."""
    try:
        files = distribution("callit").files or []
    except PackageNotFoundError:  # a folder of ours that nobody installed
        return None
    first_files = (file for file in files if str(file) in _FIRST_FILES)
    return next((_FIRST_FILES[str(file)] for file in first_files if _is_another(file)), None)


def refusal(name: str) -> str:
    """What to do about it."""
    return (
        f"Another package called '{name}' was installed over Call It's, and one environment can have one of a name. "
        "Give Call It an environment of its own: uv tool install, or pipx install; docs/install.md says how."
    )


def _is_another(file: PackagePath) -> bool:
    if file.hash is None:
        return False
    try:
        content = file.locate().read_bytes()  # type: ignore[attr-defined]  # a path, as `pathlib` has them
    except OSError:
        return True
    digest = hashlib.new(file.hash.mode, content).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value
