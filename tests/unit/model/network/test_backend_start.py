"""A process that only answers starts without what it does not need, and still has all of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SCRIPT = """
import sys
from model.network.backend import load_backend
assert load_backend() == "tensorflow"
assert "sklearn" not in sys.modules
from sklearn.linear_model import LogisticRegression
"""


def test_the_backend_is_loaded_without_scikit_learn_which_is_there_afterwards() -> None:
    """Keras would import it for wrappers that are not used; whoever needs it later imports it."""
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=120)
