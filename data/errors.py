"""What can be wrong with a person's data, each with one sentence that says what to do.

DataError
├── UnreadableFile    missing, a folder, empty, not a table, undecodable, a zip bomb
├── WrongColumn       a column that the table does not have
├── UnusableVectors   a file of word vectors that is missing, damaged, cut off, or something else
└── UnusableLabels    one class only, too few rows, every row a duplicate
    └── NoClasses     a column of numbers, of ids or names, or of one value and blanks
"""


class DataError(Exception):
    """Base of every error about a person's data; its message is written for that person."""


class UnreadableFile(DataError):
    """The file is missing, a folder, empty, not a table, or cannot be decoded."""


class WrongColumn(DataError):
    """A column was named that the table does not have."""


class UnusableVectors(DataError):
    """The file of word vectors is missing, damaged, cut off, or something else."""


class UnusableLabels(DataError):
    """One class only, too few usable rows, or nothing but duplicates."""


class NoClasses(UnusableLabels):
    """The label column holds no classes: numbers that measure something, ids, or one value beside blanks."""
