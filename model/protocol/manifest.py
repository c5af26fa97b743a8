"""`manifest.json`: which files belong to the model in a folder, its sizes, its scores, and where it comes from.

It is written from `Manifest` and parsed into one, here alone; where it lies and how it is replaced is the business of
`model.folder.manifest`. A field with a default may be missing from a file: earlier versions did not write every one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from model.protocol.result import Interval, fitting
from model.protocol.run_folder import MANIFEST_FILE

FORMAT_VERSION = 1  # of a model that says one class of a text
# of several labels a text, other n-grams than usual, several networks, or the last words of a long text: earlier
# versions would not see it
FORMAT_VERSION_2 = 2
USUAL_WORDS, USUAL_RUNS = 2, (2, 5)  # which n-grams are counted where nothing is said

PartScores = Mapping[str, Mapping[str, Interval]]  # part -> metric -> score


class ManifestUnreadable(ValueError):
    """It is no manifest; the end of a sentence says why."""


class ManifestNewer(ManifestUnreadable):
    """It was written by a newer version, whose words may mean something else."""


@dataclass(frozen=True, slots=True)
class NetworkSizes:
    """The sizes of a network. `vocabulary` counts padding and unknown words too; `units` are of each direction."""

    vocabulary: int
    classes: int
    embedding: int
    units: int
    spatial_dropout: float
    dropout: float
    max_tokens: int


@dataclass(frozen=True, slots=True)
class ModelSizes:
    """The classes, in the order of the probabilities, the n-gram model's columns, and the network's sizes if any.

    `several_labels`: a text may have several of the classes, or none. `most_words`: so many words side by side are
    counted at most; `runs`: the lengths of the shortest and longest run of characters, zeros where none are. With
    `further_networks` the model takes the average of all networks; they have the words and the cut of the first.
    `tail_words`: so many of the words that are read of a longer text are its last ones; behind its first ones, if any
    are left for them, stands one unknown word for the middle. `signs`: the n-gram model counts full stops and other
    signs as words; else it reads them as blanks.
    """

    classes: tuple[str, ...]
    columns: int
    word_columns: int
    network: NetworkSizes | None
    several_labels: bool = False
    most_words: int = USUAL_WORDS
    runs: tuple[int, int] = USUAL_RUNS
    further_networks: tuple[NetworkSizes, ...] = ()
    tail_words: int = 0
    signs: bool = True

    @property
    def networks(self) -> tuple[NetworkSizes, ...]:
        """The sizes of all networks whose average is taken; none in an n-gram model."""
        return () if self.network is None else (self.network, *self.further_networks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The session that made the model, and what it made it of.

    `label_made` says how classes were made of numbers (`target >= 0.5`), and `positive_label` which is the positive
    one; both are empty where the labels were classes as they stood. Of several labels a row, `label_made` names the
    columns (`labels toxic and rude`), and `tag_separator` is what stands between tags, None in columns of their own.
    """

    session_id: str = ""
    source: str = ""
    text_column: str | None = None
    label_column: str | None = None
    label_made: str = ""
    positive_label: str = ""
    metric: str = ""
    seed: int | None = None
    timebox_s: float | None = None
    cleaning_rules_off: tuple[str, ...] = ()
    data_sha256: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    further_text_columns: tuple[str, ...] = ()
    tag_separator: str | None = None

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns of texts that it was trained on, in the order in which they were joined; none if not known."""
        return (self.text_column, *self.further_text_columns) if self.text_column else ()


@dataclass(frozen=True, slots=True)
class ProofNote:
    """When a fresh process reloaded these files, with the same predictions of so many texts."""

    unix_s: float
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in a model folder: what it does not name is no part of the model.

    `files`: name -> SHA-256 of each file that `predict` needs; `weights_sha256`: one hash over all its arrays. `proven`
    is None as long as no fresh process has reloaded it.
    """

    files: Mapping[str, str]
    description: ModelSizes
    weights_sha256: str
    scores: PartScores = field(default_factory=dict)
    provenance: Provenance = field(default_factory=Provenance)
    proven: ProofNote | None = None
    format_version: int = FORMAT_VERSION

    @property
    def has_network(self) -> bool:
        """Whether a network is part of the model."""
        return self.description.network is not None

    @classmethod
    def parse(cls, text: str) -> Manifest:
        """Read what `to_json` wrote, or an earlier version did; keys that are not known are passed over.

        What only tells of the model (scores, provenance, proof) is left out where it is not as it should be; without
        the rest there is no model.

        Raises
        ------
        ManifestUnreadable
            It is none, or `ManifestNewer`.
        """
        try:
            return _parsed(json.loads(text))
        except ManifestUnreadable:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError) as error:
            raise ManifestUnreadable(f"{MANIFEST_FILE} cannot be read") from error

    def to_json(self) -> str:
        """The whole file, in a form that people can read as well."""
        payload = {**asdict(self), "proven": {} if self.proven is None else asdict(self.proven)}
        told = payload["description"]
        payload["description"] = {key: told[key] for key in told if key not in _LATER or told[key] != _LATER[key]}
        if not self.description.several_labels:
            del payload["provenance"]["tag_separator"]
        return json.dumps(payload, ensure_ascii=False, indent=1, allow_nan=False)


def format_of(sizes: ModelSizes) -> int:
    """The version of the form: a folder that earlier versions understand stays one of theirs."""
    is_usual = all(getattr(sizes, name) == usual for name, usual in _LATER.items())
    return FORMAT_VERSION if is_usual else FORMAT_VERSION_2


# written where they are not so
_LATER = {
    "several_labels": False,
    "most_words": USUAL_WORDS,
    "runs": USUAL_RUNS,
    "further_networks": (),
    "tail_words": 0,
    "signs": True,
}


def files_named(folder: Path) -> tuple[str, ...]:
    """The files that a folder's manifest names, whatever else stands in it; none where it cannot be read.

    Nobody has checked them: a stranger's may lead out of the folder.
    """
    try:
        payload = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8", errors="surrogatepass"))
        return tuple(msgspec.convert(payload["files"], dict[str, Any]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, msgspec.ValidationError):
        return ()


def _parsed(payload: Any) -> Manifest:
    version = payload["format_version"]
    if isinstance(version, int) and version > FORMAT_VERSION_2:
        raise ManifestNewer("it was saved by a newer version of Call It")
    files = msgspec.convert(payload["files"], dict[str, str])
    sizes = _sizes(_object(payload["description"]))
    if version != format_of(sizes) or not all(map(_is_plain, files)):
        raise ValueError("not a manifest")
    return Manifest(
        files=files,
        description=sizes,
        weights_sha256=msgspec.convert(payload["weights_sha256"], str),
        scores=_scores(_object(payload.get("scores", {}))),
        provenance=Provenance(**fitting(Provenance, _object(payload.get("provenance", {})))),
        proven=_proof(_object(payload.get("proven", {}))),
        format_version=version,
    )


def _object(payload: Any) -> dict[str, Any]:
    return msgspec.convert(payload, dict[str, Any])


def _sizes(payload: Mapping[str, Any]) -> ModelSizes:
    try:
        return msgspec.convert(payload, ModelSizes)
    except msgspec.ValidationError as error:
        raise ManifestUnreadable("its description makes no sense") from error


def _scores(payload: Mapping[str, Any]) -> PartScores:
    try:
        return msgspec.convert(payload, dict[str, dict[str, Interval]])
    except msgspec.ValidationError:
        return {}


def _proof(payload: Mapping[str, Any]) -> ProofNote | None:
    try:
        return msgspec.convert(payload, ProofNote)
    except msgspec.ValidationError:
        return None


def _is_plain(name: str) -> bool:
    """Whether it names a file in the folder itself: a stranger's manifest must not point elsewhere."""
    return bool(name) and name == Path(name).name and not name.startswith(".")
