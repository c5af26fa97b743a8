"""A session on a Ray cluster: here the link, which says what the session's worker says there; there the agent.

Ray is imported in `ray_rim` alone, in a process of its own (`line_process`), so that no call of it can hang a session.
"""
