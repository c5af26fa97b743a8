"""The texts a person brings: kept at once, looked at in seconds, described in sentences."""
