"""Objects of JSON Lines, of a JSON array, or one after the other, as a stream: none is ever held whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from data.errors import UnreadableFile
from data.reading.skipped import SkipCounter

NOT_JSON = "not valid JSON"
NOT_AN_OBJECT = "JSON, but no object with named values"
_CHUNK_CHARACTERS = 1 << 16
LONGEST_ELEMENT = 1 << 24  # characters; more is no row
_SPACE = " \t\r\n\ufeff"  # the last: a mark of the byte order at the beginning


def json_lines(lines: Iterator[str], skips: SkipCounter) -> Iterator[dict[str, Any]]:
    """The object on each line; blank lines do not count, broken ones are counted in `skips`."""
    for line in lines:
        if not line.strip():
            continue
        try:
            value = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            skips.add(NOT_JSON)
            continue
        if isinstance(value, dict) and value:
            yield value
        else:
            skips.add(NOT_AN_OBJECT)


def json_array(text: TextIO, skips: SkipCounter, file_name: str) -> Iterator[dict[str, Any]]:
    """The objects of one array, element by element.

    Raises
    ------
    UnreadableFile
        The array breaks off, or holds what is no JSON: what follows cannot be told apart any more.
    """
    yield from _objects(_Elements(text, file_name), skips)


def json_objects(text: TextIO, skips: SkipCounter, file_name: str) -> Iterator[dict[str, Any]]:
    """Objects over any number of lines, one after the other, as `jq` prints them.

    Raises
    ------
    UnreadableFile
        One breaks off, or is no JSON: what follows cannot be told apart any more.
    """
    yield from _objects(_Elements(text, file_name, is_array=False), skips)


def _objects(values: Iterable[Any], skips: SkipCounter) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, dict) and value:
            yield value
        else:
            skips.add(NOT_AN_OBJECT)


class _Elements:
    """Elements of a JSON array, or of no array, from a text stream: one of them and one chunk in memory at most."""

    def __init__(self, text: TextIO, file_name: str, *, is_array: bool = True) -> None:
        self._text = text
        self._is_array = is_array
        self._file_name = file_name
        self._buffer = ""
        self._position = 0
        self._at_end = False
        self._decoder = json.JSONDecoder()

    def __iter__(self) -> Iterator[Any]:
        return self._of_array() if self._is_array else self._one_after_the_other()

    def _one_after_the_other(self) -> Iterator[Any]:
        self._pass_space()
        while self._position < len(self._buffer):
            yield self._element()
            self._pass_space()

    def _of_array(self) -> Iterator[Any]:
        self._skip("[")
        while not self._next_is("]"):
            yield self._element()
            if not self._next_is("]"):
                self._skip(",")

    def _element(self) -> Any:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._position)
                if end < len(self._buffer) or self._at_end:  # a number may go on in the next chunk
                    self._position = end
                    return value
            except (ValueError, RecursionError) as error:
                if self._at_end or len(self._buffer) > LONGEST_ELEMENT:
                    raise self._broken() from error
            self._fill(max(_CHUNK_CHARACTERS, len(self._buffer)))  # doubling: a long one is not decoded too often

    def _next_is(self, mark: str) -> bool:
        self._pass_space()
        if self._position == len(self._buffer):
            raise self._broken()
        return self._buffer.startswith(mark, self._position)

    def _skip(self, mark: str) -> None:
        if not self._next_is(mark):
            raise self._broken()
        self._position += 1
        self._pass_space()

    def _pass_space(self) -> None:
        while True:
            while self._position < len(self._buffer) and self._buffer[self._position] in _SPACE:
                self._position += 1
            if self._position < len(self._buffer) or self._at_end:
                return
            self._fill(_CHUNK_CHARACTERS)

    def _fill(self, characters: int) -> None:
        chunk = self._text.read(characters)
        self._at_end = not chunk
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0

    def _broken(self) -> UnreadableFile:
        if not self._is_array:
            return UnreadableFile(
                f"{self._file_name} begins as JSON objects but breaks off or is not valid JSON. Save it again, "
                "or as JSON Lines: one object a line."
            )
        return UnreadableFile(
            f"{self._file_name} begins as a JSON array but breaks off or is not valid JSON. Save it again, "
            "or as JSON Lines: one object a line."
        )
