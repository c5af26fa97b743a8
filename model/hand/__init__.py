"""A process that does single trainings for a session: see `model.protocol.hands` for what is said to and fro."""
