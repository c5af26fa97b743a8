"""A run folder with a desk that nobody has to work out: an order, a small table, and suspects in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.pair_desk import DeskPair, PairDesk, PairSide
from model.protocol.suspect_desk import DeskSuspect, Neighbour, SuspectDesk
from planner.relabelling.answering import DESK_FILE
from planner.relabelling.pairs import PAIRS_FILE
from tests.made_orders import made_config

ROWS = (
    ("1", "The tea was splendid", "bad", "kept as it is"),
    ("2", "THE TEA WAS SPLENDID!", "bad", ""),
    ("3", "Never again", "good", "a, b"),
    ("4", "Fine, and quick", "Good ", ""),
    ("5", "Dull and late", "bad", ""),
    ("6", "It was so-so", "good", ""),
)
SUSPECTS = (
    DeskSuspect(
        1,
        "The tea was splendid",
        "bad",
        "good",
        0.98,
        (Neighbour("Splendid tea", "good", 0.8),),
        ("was",),
        ("splendid",),
    ),
    DeskSuspect(2, "Never again", "good", "bad", 0.91),
    DeskSuspect(3, "It was so-so", "good", "bad", 0.72),
)
HELD_OUT = (DeskSuspect(1, "Held out and odd", "good", "bad", 0.9),)
DESK = SuspectDesk(("bad", "good", "mixed"), 3, SUSPECTS, 1, HELD_OUT)


PAIRS = (
    DeskPair(1, (PairSide("good", 2, "Quick and kind"), PairSide("bad", 1, "quick and kind!")), "good"),
    DeskPair(2, (PairSide("bad", 1, "Cold tea"), PairSide("good", 1, "Cold tea"))),
    DeskPair(3, (PairSide("bad", 1, "Hm"), PairSide("good", 1, "Hm"), PairSide("mixed", 1, "hm"))),
)
SCORED_PAIR = DeskPair(1, (PairSide("bad", 1, "Scored and odd"), PairSide("good", 1, "Scored and odd")))


def made_pairs(folder: Path, table: Path) -> None:
    """Texts with several labels in the table of a run, as if they had been looked for."""
    path = folder / PAIRS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    table_sha256 = hashlib.sha256(table.read_bytes()).hexdigest()
    desk = PairDesk(len(PAIRS), PAIRS, 1, (SCORED_PAIR,))
    path.write_text(json.dumps({"table_sha256": table_sha256, "answered": [], "desk": asdict(desk)}))


def made_run(folder: Path, desk: SuspectDesk = DESK) -> SessionConfig:
    """The folder of an ended session whose table lies beside it."""
    table = folder.parent / "reviews.csv"
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["id,text,label,note", *(f'{n},"{text}",{label},"{note}"' for n, text, label, note in ROWS)]
    table.write_text("\n".join(lines) + "\n")
    config = made_config(data_file=table)
    config.save(folder)
    (folder / DESK_FILE).parent.mkdir(exist_ok=True)
    (folder / DESK_FILE).write_text(json.dumps({"answered": [], "desk": asdict(desk)}))
    made_pairs(folder, table)
    return config
