"""What a text is given, in words: one of the classes, or several labels. Screens and commands ask here for the noun."""

from __future__ import annotations

from dataclasses import dataclass

from model.protocol.metrics import LEAST_POSITIVES


@dataclass(frozen=True, slots=True)
class KindWords:
    """The noun, and what is said with it."""

    one: str
    many: str

    @property
    def heading(self) -> str:
        """Above a column of names."""
        return self.one.capitalize()

    def hardest(self, name: str) -> str:
        """The one that is hardest to tell.

        >>> LABEL_WORDS.hardest("threat")
        'Hardest label: threat'
        """
        return f"Hardest {self.one}: {name if len(name) <= 24 else name[:23] + '…'}"

    def every(self, count: int) -> str:
        """All of them, as a heading.

        >>> CLASS_WORDS.every(1200)
        'All 1,200 classes'
        """
        return f"All {count:,} {self.many}"


CLASS_WORDS, LABEL_WORDS = KindWords("class", "classes"), KindWords("label", "labels")
TOO_FEW = "Too few texts to be judged"
TOO_FEW_MEANS = (
    f"Fewer than {LEAST_POSITIVES} held-out texts have these labels, or have them not: their scores are luck, and are "
    "in no mean but those of all labels."
)
METRICS_OF_LABELS_SAY = (
    "Macro-F1 and mean ROC AUC are means over labels, micro-F1 takes all labels together. Jaccard: how much of the "
    "labels said and given is shared, a mean over texts. Exact match: the share of texts with every label right."
)


def kind_words(*, several_labels: bool) -> KindWords:
    """The words for texts of one class, or of several labels."""
    return LABEL_WORDS if several_labels else CLASS_WORDS
