"""What can be wrong with a model folder, each with one sentence that says what to do.

ModelError
└── ModelFolderError    no model there, damaged, tampered with, or of a newer format
"""


class ModelError(Exception):
    """Base of every error about a model; its message is written for a person."""


class ModelFolderError(ModelError):
    """The folder holds no model, or one that is damaged, changed since it was saved, or of a newer format."""
