"""Projects and their phases: what a person says before the work starts, and each change of mind."""

from planner.domain.sums import SumAgainstTotal, sum_against_total
from planner.planning.changes import PlanChange, plan_changes
from planner.planning.current import current_project, make_current
from planner.planning.deleting import (
    belongings,
    delete_named_project,
    delete_project,
    deleted_projects,
    is_its_name,
    purge_deleted,
    restore_project,
    session_folders,
)
from planner.planning.history import first_estimates
from planner.planning.phase_table import (
    as_plan,
    find_phase,
    kept_sentence,
    phase,
    phase_name,
    phase_named,
    phase_plan,
    phases,
    phases_with_hours,
    range_from,
    save_phases,
)
from planner.planning.project_list import (
    check_budget,
    create_project,
    finish_project,
    project,
    project_named,
    project_of_phase,
    projects,
    reopen_project,
    update_project,
)
from planner.planning.snapshots import plan_snapshot, restore_plan

__all__ = [
    "PlanChange",
    "SumAgainstTotal",
    "as_plan",
    "belongings",
    "check_budget",
    "create_project",
    "current_project",
    "delete_named_project",
    "delete_project",
    "deleted_projects",
    "find_phase",
    "finish_project",
    "first_estimates",
    "is_its_name",
    "kept_sentence",
    "make_current",
    "phase",
    "phase_name",
    "phase_named",
    "phase_plan",
    "phases",
    "phases_with_hours",
    "plan_changes",
    "plan_snapshot",
    "project",
    "project_named",
    "project_of_phase",
    "projects",
    "purge_deleted",
    "range_from",
    "reopen_project",
    "restore_plan",
    "restore_project",
    "save_phases",
    "session_folders",
    "sum_against_total",
    "update_project",
]
