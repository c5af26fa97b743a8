"""The sample project: finished, made, and marked as such, so that every page can be seen full."""

from planner.sample_project.making import add_sample_project, remove_sample_project, sample_project

__all__ = ["add_sample_project", "remove_sample_project", "sample_project"]
