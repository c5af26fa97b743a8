"""What the colours of a picture mean, in one line of words with swatches."""

from __future__ import annotations

from html import escape

import streamlit as st

_SWATCH = "display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em;background:{colour}"


def draw_key(meanings: dict[str, str]) -> None:
    """Draw a line of swatches, each with its words: `{words: colour}`."""
    parts = (
        f'<span style="white-space:nowrap;margin-right:1.1em"><span style="{_SWATCH.format(colour=colour)}"></span>'
        f"{escape(words)}</span>"
        for words, colour in meanings.items()
    )
    st.html(f'<div style="font-size:.85rem;line-height:1.7;opacity:.85">{" ".join(parts)}</div>')
