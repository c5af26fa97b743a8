"""What can be wrong with a model folder, each with one sentence that says what to do.

ModelError
├── ModelFolderError    no model there, damaged, tampered with, or of a newer format
├── NoDesk              no kept texts in it whose labels could be looked at
└── ReloadTimedOut      a fresh process did not get to the end of loading and labelling in its time
"""


class ModelError(Exception):
    """Base of every error about a model; its message is written for a person."""


class ModelFolderError(ModelError):
    """The folder holds no model, or one that is damaged, changed since it was saved, or of a newer format."""


class NoDesk(ModelError):
    """The folder keeps no texts whose labels could be looked at, one by one."""


class ReloadTimedOut(ModelError):
    """The fresh process was ended before it could say anything about the model."""
