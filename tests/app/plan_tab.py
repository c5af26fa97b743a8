"""A browser tab on the Plan page, and the few ways in which a test uses it."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from planner.domain.project import Project
from tests.places import APP


def opened(project: Project | None = None) -> AppTest:
    """The Plan page, on a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    if project:
        app.query_params["project"] = str(project.id)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label."""
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def field(fields: Any, label: str) -> Any:
    """The field of this label."""
    (found,) = [field for field in fields if field.label == label]
    return found
