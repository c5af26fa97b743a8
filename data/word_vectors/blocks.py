"""Streams in large pieces: whole lines, or rows of so many bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

BLOCK_BYTES = 1 << 22
MOST_LINE_BYTES = 1 << 20  # of a word with its numbers; what has longer lines is no text of vectors


class LineTooLong(ValueError):
    """A line of the stream is longer than any row of vectors."""


def line_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces that end with a newline, but for the last one if the stream does not.

    Raises
    ------
    LineTooLong
        No newline for longer than a row of vectors can be.
    """
    rest = b""
    while piece := stream.read(BLOCK_BYTES):
        end = piece.rfind(b"\n") + 1
        if end:
            yield rest + piece[:end]
        rest = piece[end:] if end else rest + piece
        if len(rest) > MOST_LINE_BYTES:
            raise LineTooLong
    if rest:
        yield rest


def row_blocks(stream: IO[bytes], row_bytes: int, rows: int) -> Iterator[bytes]:
    """So many rows of so many bytes, in pieces of whole rows; fewer where the stream ends before."""
    left = rows * row_bytes
    size = max(1, BLOCK_BYTES // row_bytes) * row_bytes
    while left > 0 and (piece := _read_up_to(stream, min(size, left))):
        left -= len(piece)
        yield piece


def _read_up_to(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, also from a stream that hands out less at a time."""
    pieces = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def skip(stream: IO[bytes], size: int) -> None:
    """Read past so many bytes."""
    while size > 0 and (piece := stream.read(min(size, BLOCK_BYTES))):
        size -= len(piece)
