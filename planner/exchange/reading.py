"""A file's bytes to entries, by the reader of its format; a format that is not named is guessed."""

from __future__ import annotations

from planner.domain.errors import InvalidImport
from planner.domain.wording.lists import list_words
from planner.exchange.collecting import without_collecting
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import ReadFile, ReadOptions
from planner.exchange.formats.registry import FORMAT_OF, FORMATS, IMPORT_FORMATS, Format
from planner.exchange.guessing import guessed_format


@without_collecting()
def read_file(name: str, data: bytes, file_format: str | None, options: ReadOptions) -> tuple[str, ReadFile]:
    """Format and content of a file; None guesses the format.

    Raises
    ------
    InvalidImport
        When the file as a whole cannot be read; the sentence begins with `name`. `Unanswered` when it could be, once
        the person has answered a question, such as which program wrote it, where that was guessed.
    """
    if file_format is not None and file_format not in FORMAT_OF:
        raise InvalidImport(f"'{file_format}' is no format. Choose {list_words(list(IMPORT_FORMATS), 'or')}.")
    try:
        chosen = FORMAT_OF[file_format or guessed_format(data)]
        return chosen.key, _read(chosen, data, options, is_guessed=file_format is None)
    except Unanswered as error:
        raise error.of_file(name) from error
    except InvalidImport as error:
        raise InvalidImport(f"{name}: {error}") from error


def _read(file_format: Format, data: bytes, options: ReadOptions, *, is_guessed: bool) -> ReadFile:
    try:
        return file_format.read(data, options)
    except Unanswered:
        raise
    except InvalidImport as error:
        if not is_guessed or not _may_be_another(file_format):
            raise
        found_words = f"{error} It was read as {file_format.title}."
        raise Unanswered(ImportQuestion.FORMAT, found_words, another_format_words(file_format.key)) from error


def another_format_words(key: str) -> str:
    """How to say that a format was guessed wrongly; "" for tables, whose columns can be chosen.

    >>> another_format_words("watson")
    'If another program wrote it, say which, such as --format timewarrior.'
    """
    guessed = FORMAT_OF[key]
    if not _may_be_another(guessed):
        return ""
    same_kind = (
        file_format.key for file_format in FORMATS if file_format.key != key and _kind(file_format) == _kind(guessed)
    )
    first = "timewarrior" if key == "watson" else next(same_kind, "csv")
    return f"If another program wrote it, say which, such as --format {first}."


def _may_be_another(file_format: Format) -> bool:
    return file_format.fits_json is not None or file_format.fits_text is not None


def _kind(file_format: Format) -> bool:
    return file_format.fits_json is not None
