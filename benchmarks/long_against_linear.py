"""Long texts in a short box: a session beside TF-IDF of words and pairs with logistic regression on all texts.

    python -m benchmarks.long_against_linear [--rows 25000] [--timebox 2m] [--seed 7]

The made table of `benchmarks.long_texts`, of which one text in ten is held out, the same for both. The plain side is
scikit-learn's, in a process of its own from reading the file to writing its answers, on training and validation texts
together; the session has the same texts and steers by validation. Prints one row of Markdown: macro-F1 of both, their
difference with its 95 % interval (paired bootstrap), the seconds of both processes, and those of the session's stages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.long_texts import ROWS, make_long_texts
from benchmarks.one_split import (
    LABEL,
    ROW,
    TEXT,
    Answers,
    difference,
    difference_words,
    held_out,
    macro_f1,
    read_labels,
    run,
    session,
    stage_words,
    with_parts,
)

_PLAIN = """
import sys
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
learned, asked = (pd.read_csv(path, keep_default_na=False) for path in sys.argv[1:3])
counts = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
model = LogisticRegression(C=10, max_iter=1_000).fit(counts.fit_transform(learned["text"]), learned["label"])
asked["predicted_label"] = model.predict(counts.transform(asked["text"]))
asked[["row", "predicted_label"]].to_csv(sys.argv[3], index=False)
"""


def main() -> None:
    """Make the table, run both sides, print the row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--timebox", default="2m")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    made = make_long_texts(asked.rows)
    frame = with_parts(made.texts, made.labels, asked.seed)
    print("| texts | held out | words and pairs | delivered | difference (95 %) | plain, s | session, s | stages, s |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    plain = plain_side(frame)
    print(row(frame, plain, session(frame, asked.timebox, asked.seed)))


def plain_side(frame: pd.DataFrame) -> Answers:
    """The plain model's answers, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        learned, asked, said = (Path(folder) / f"{name}.csv" for name in ("learned", "asked", "said"))
        frame.drop(index=held_out(frame).index)[[TEXT, LABEL]].to_csv(learned, index=False)
        held_out(frame)[[ROW, TEXT]].to_csv(asked, index=False)
        began = time.perf_counter()
        run(sys.executable, "-c", _PLAIN, str(learned), str(asked), str(said))
        return Answers(read_labels(said, frame), time.perf_counter() - began)


def row(frame: pd.DataFrame, plain: Answers, ours: Answers) -> str:
    """Both sides, as a row of the table."""
    scores = " | ".join(f"{macro_f1(frame, side.labels):.3f}" for side in (plain, ours))
    found = difference_words(difference(frame, ours.labels, plain.labels))
    seconds = f"{plain.seconds:.0f} | {ours.seconds:.0f} | {stage_words(ours.result)}"
    return f"| {len(frame):,} | {len(held_out(frame)):,} | {scores} | {found} | {seconds} |"


if __name__ == "__main__":
    main()
