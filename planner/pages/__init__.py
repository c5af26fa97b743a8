"""Pages of the app: each asks a service and draws the answer."""
