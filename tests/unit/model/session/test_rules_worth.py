"""What each cleaning rule was worth: told where the interval is on one side, by texts it never learned from."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from data.cleaning.decided import DECIDED_RULE
from data.cleaning.duplicate_key import fold
from model.protocol.errors import NoDesk
from model.protocol.label_answers import LabelAnswer
from model.protocol.rules_worth import RuleStanding, RulesWorth
from model.protocol.told_progress import ToldProgress
from model.session.benchmark_stage import FittedBenchmark
from model.session.rules_worth import Ground, rules_worth_of
from model.session.table_again import Role, read_again
from tests.made_orders import made_order
from tests.unit.kept_desks import kept_run, made_table


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half of the labels in capitals; tags in some texts; fifty rows twice, ten rows with two labels."""
    path = tmp_path_factory.mktemp("rules") / "made.csv"
    made_table(path, wrong_share=0.0)
    frame, random = pd.read_csv(path), Random(5)
    frame["label"] = [label.upper() if random.random() < 0.5 else label for label in frame["label"]]
    frame.loc[:59, "text"] = "<b>" + frame.loc[:59, "text"] + "</b>"
    conflicts = frame.iloc[100:110].assign(label="none of these")
    pd.concat([frame, frame.iloc[200:250], conflicts, frame.iloc[100:110]]).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def fitted(table: Path) -> FittedBenchmark:
    """Its session."""
    return kept_run(table.parent / "run", table)


@pytest.fixture(scope="module")
def ground(table: Path, fitted: FittedBenchmark) -> Ground:
    """What is fitted again and again."""
    order = made_order(table)
    return Ground.of(fitted, read_again(order, fitted.data), "macro_f1")


@pytest.fixture(scope="module")
def said() -> list[ToldProgress]:
    """What a person saw meanwhile."""
    return []


@pytest.fixture(scope="module")
def worth(ground: Ground, said: list[ToldProgress]) -> RulesWorth:
    """The answer."""
    return rules_worth_of(ground, (), lambda *told: said.append(ToldProgress(*told)))


def test_every_rule_that_touched_a_row_is_left_out_once(worth: RulesWorth, fitted: FittedBenchmark) -> None:
    """Those that touched most first."""
    facts = fitted.data.facts.cleaning
    assert facts is not None
    assert {one.rule: one.rows for one in worth.rules} == {one.rule: one.rows for one in facts.rules if one.rows}
    assert {"label_spelling", "markup", "exact_duplicates", "conflicting_labels"} <= {one.rule for one in worth.rules}
    assert [one.rows for one in worth.rules] == sorted((one.rows for one in worth.rules), reverse=True)
    assert (worth.metric, worth.judged) == ("macro_f1", len(fitted.data.validation))


def test_a_rule_that_joins_classes_is_worth_it_and_one_that_changes_nothing_cannot_be_told(worth: RulesWorth) -> None:
    """Half of all answers would be spelled otherwise; tags tell no class."""
    found = {one.rule: one for one in worth.rules}
    spelling = found["label_spelling"]
    assert spelling.standing is RuleStanding.WORTH_IT
    assert spelling.change is not None
    assert spelling.change.value > 0.2
    assert found["markup"].standing is RuleStanding.CANNOT_TELL
    assert found["exact_duplicates"].standing is RuleStanding.CANNOT_TELL
    for one in worth.rules:
        assert one.change is not None
        assert one.change.low <= one.change.value <= one.change.high


def test_no_text_that_is_scored_on_is_learned_from(ground: Ground, fitted: FittedBenchmark) -> None:
    """Whichever rule is out: not even a second row with that text."""
    scored = {*fold(fitted.data.validation.texts), *fold(fitted.data.held_out.texts)}
    for rule in ("exact_duplicates", "near_duplicates", "conflicting_labels", "markup"):
        learned = fold(ground.cleaned((), rule).frame["text"])
        assert not scored & {text.removeprefix("<b>").removesuffix("</b>") for text in learned}
    assert Counter(ground.again.roles.tolist())[Role.HELD_OUT] >= len(fitted.data.held_out)


def test_how_far_it_is_is_told(worth: RulesWorth, said: list[ToldProgress]) -> None:
    """One part for all rules, one for each."""
    assert [(one.done, one.of) for one in said] == [(at, len(worth.rules) + 1) for at in range(len(worth.rules) + 1)]
    assert said[1].now == worth.rules[0].title


def test_what_there_is_no_time_for_is_said(ground: Ground) -> None:
    """Nothing is guessed of it."""
    late = rules_worth_of(ground, (), lambda *_: None, most_s=-1.0)
    assert {(one.change, one.why) for one in late.rules} == {(None, "there was no time for it")}
    assert {one.standing for one in late.rules} == {RuleStanding.CANNOT_TELL}


def test_labels_that_were_decided_are_a_rule_as_well(ground: Ground, fitted: FittedBenchmark) -> None:
    """Left out, the labels of the table are learned from."""
    text = ground.again.mended[0]
    answer = LabelAnswer(text, "tea", "rain", "rain", 0.9, 0.0)
    assert DECIDED_RULE in [one.rule for one in ground.cleaned([answer]).rules]
    assert DECIDED_RULE not in [one.rule for one in ground.cleaned([answer], DECIDED_RULE).rules]


def test_another_table_in_its_place_is_refused(tmp_path: Path, fitted: FittedBenchmark) -> None:
    """With what to do."""
    other = tmp_path / "made.csv"
    made_table(other, rows=200, seed=99)
    with pytest.raises(NoDesk, match=r"made\.csv is not the table that the session learned from"):
        read_again(made_order(other), fitted.data)


def test_the_process_tells_how_far_it_is_and_then_the_answer(table: Path, fitted: FittedBenchmark) -> None:
    """A line each."""
    command = [sys.executable, "-P", "-m", "model.session.rules_worth", str(table.parent / "run")]
    *told, answer = subprocess.run(command, capture_output=True, check=True).stdout.splitlines()
    assert json.loads(told[0]) == {"done": 0, "of": len(told), "now": "all rules"}
    assert len(json.loads(answer)["rules"]) == len(told) - 1


def test_several_labels_a_row_are_judged_likewise(tmp_path: Path) -> None:
    """Tags that differ in capitals are one label."""
    random, path = Random(2), tmp_path / "tags.csv"
    words = {"red": ["rose", "blood", "brick"], "hot": ["fire", "oven", "sun"]}
    rows = []
    for number in range(500):
        tags = [tag for tag in words if random.random() < 0.5]
        text = " ".join([*(word for tag in tags for word in random.sample(words[tag], 2)), "thing", f"n{number}"])
        rows.append((text, "|".join(tag.upper() if random.random() < 0.4 else tag for tag in tags)))
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    order = {"tag_separator": "|", "metric": "macro_f1"}
    fitted = kept_run(tmp_path / "run", path, **order)
    again = read_again(made_order(path, **order), fitted.data)  # type: ignore[arg-type]
    worth = rules_worth_of(Ground.of(fitted, again, "macro_f1"), (), lambda *_: None)
    (spelling,) = [one for one in worth.rules if one.rule == "label_spelling"]
    assert spelling.standing is RuleStanding.WORTH_IT
