"""Training sessions as processes: start, follow, stop, supervise and recover them. Holds no TensorFlow."""

from planner.sessions.closing import recover_sessions, running_session
from planner.sessions.follower import SessionFollower
from planner.sessions.machine import least_timebox_s
from planner.sessions.placement import Placement
from planner.sessions.records import assign_session, recent_sessions, session
from planner.sessions.start import start_session
from planner.sessions.stopping import stop_and_keep, stop_now
from planner.sessions.supervise import run_supervisor
from planner.sessions.view import (
    SessionView,
    StageState,
    StageView,
)

__all__ = [
    "Placement",
    "SessionFollower",
    "SessionView",
    "StageState",
    "StageView",
    "assign_session",
    "least_timebox_s",
    "recent_sessions",
    "recover_sessions",
    "run_supervisor",
    "running_session",
    "session",
    "start_session",
    "stop_and_keep",
    "stop_now",
]
