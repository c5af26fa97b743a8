"""What texts without a label are worth: the same sessions with and without them, on a set that has labels for all.

    CALLIT_DATASETS=... python -m benchmarks.unlabelled_gain [--only airline_tweets] [--labelled 1000] [--timebox 2m]

Of the training rows of a shared set, all labels but those of `--labelled` rows are hidden. One session gets all rows,
the other only those with a label. Validation and held-out rows are the same, and held-out texts lend their words to
both. Prints a row of Markdown for each set and seed: macro-F1 of both, their difference with its 95 % interval (paired
bootstrap), how many texts without a label, held-out ones among them, lent their words to the first, and the seconds.
"""

from __future__ import annotations

import argparse

import pandas as pd

from benchmarks.one_split import (
    LABEL,
    SPLIT,
    TRAIN,
    Answers,
    difference,
    difference_words,
    macro_f1,
    session,
    with_parts,
)
from benchmarks.shared_sets import SETS, named
from data.reading.read import read_table


def main() -> None:
    """Run the pairs of sessions one after the other, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=[one.name for one in SETS])
    parser.add_argument("--labelled", type=int, default=1_000)
    parser.add_argument("--timebox", default="2m")
    parser.add_argument("--seed", type=int, action="append")
    asked = parser.parse_args()
    print("| set | seed | labelled | without | with | difference (95 %) | texts that lent words | seconds |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in asked.only or ("airline_tweets",):
        for seed in asked.seed or (7,):
            frame = with_hidden_labels(_read(name, seed), asked.labelled)
            without = session(frame[frame[LABEL] != ""], asked.timebox, seed)
            print(row(name, seed, frame, without, session(frame, asked.timebox, seed)), flush=True)


def _read(name: str, seed: int) -> pd.DataFrame:
    one = named(name)
    frame = read_table(one.path).frame[[one.text, one.label]].dropna()
    return with_parts(frame[one.text].astype(str).tolist(), frame[one.label].astype(str).tolist(), seed)


def with_hidden_labels(frame: pd.DataFrame, labelled: int) -> pd.DataFrame:
    """The table with a label for the first so many training rows only; empty cells in the others."""
    training = frame.index[frame[SPLIT] == TRAIN]
    return frame.assign(**{LABEL: frame[LABEL].where(~frame.index.isin(training[labelled:]), "")})


def row(name: str, seed: int, frame: pd.DataFrame, without: Answers, with_them: Answers) -> str:
    """A pair of sessions, as a row of the table."""
    scores = " | ".join(f"{macro_f1(frame, side.labels):.3f}" for side in (without, with_them))
    found = difference_words(difference(frame, with_them.labels, without.labels))
    vectors = with_them.result.word_vectors if with_them.result else None
    lent = vectors.further_texts if vectors else 0
    labelled = int(((frame[SPLIT] == TRAIN) & (frame[LABEL] != "")).sum())
    seconds = f"{without.seconds:.0f}, {with_them.seconds:.0f}"
    return f"| {name} | {seed} | {labelled:,} | {scores} | {found} | {lent:,} | {seconds} |"


if __name__ == "__main__":
    main()
