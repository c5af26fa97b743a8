"""Where a session is sent, and what is said where there is no room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.elsewhere import Elsewhere
from planner.cluster.facts import NodeFacts, Versions
from planner.cluster.places import best_place, full_words, hand_places, may_have_room, silent_words
from planner.cluster.versions import refusal

HERE = Versions("0.3.0", "3.11.7", "2.60.0", "3.15.1", "2.21.0")
GB = 10**9
NODE = NodeFacts("a", "one", HERE, cpus=16, free_cpus=8, memory_bytes=64 * GB, free_memory_bytes=40 * GB)
ANY = Elsewhere(address="auto")


def test_who_says_nothing_gets_the_free_cores_of_the_best_node_and_a_share_of_its_memory() -> None:
    place = best_place([NODE, replace(NODE, node_id="b", name="two", free_cpus=3)], ANY)
    assert place is not None
    assert (place.node, place.cpus, place.limit_bytes) == ("one", 8, 32 * GB)


def test_who_asks_for_less_leaves_the_rest_of_cores_and_memory_to_others() -> None:
    place = best_place([NODE], replace(ANY, cpus=2))
    assert place is not None
    assert (place.cpus, place.limit_bytes) == (2, 8 * GB)
    place = best_place([NODE], replace(ANY, cpus=2, memory_bytes=16 * GB))
    assert place is not None
    assert place.limit_bytes == 16 * GB


def test_of_two_alike_the_one_that_has_the_table_is_taken() -> None:
    other = replace(NODE, node_id="b", name="two", has=("abc",))
    place = best_place([NODE, other], replace(ANY, cpus=2), ["abc"])
    assert place is not None
    assert place.node == "two"


AMOUNTS = st.tuples(st.integers(0, 16), st.integers(0, 64), st.integers(0, 4))


@given(AMOUNTS, AMOUNTS)
def test_nothing_is_reserved_that_is_not_free(free: tuple[int, int, int], wanted: tuple[int, int, int]) -> None:
    """Cores, GB of memory, GPUs."""
    cores, memory, gpus = free
    asked_cores, asked_memory, asked_gpus = max(1, wanted[0]), max(2, wanted[1]), wanted[2]
    node = replace(NODE, free_cpus=cores, free_memory_bytes=memory * GB, gpus=4, free_gpus=gpus)
    asked = Elsewhere(address="auto", cpus=asked_cores, memory_bytes=asked_memory * GB, gpus=asked_gpus)
    place = best_place([node], asked)
    assert (place is not None) == (asked_cores <= cores and asked_memory <= memory and asked_gpus <= gpus)
    if place is not None:
        assert (place.cpus, place.limit_bytes, place.gpus) == (asked_cores, asked_memory * GB, asked_gpus)


def test_where_only_the_head_answers_the_nodes_that_may_have_room_are_named() -> None:
    """A head without cores is no reason to say that no node is large enough."""
    head = replace(NODE, name="head", cpus=0, free_cpus=0)
    busy = NodeFacts("b", "two", cpus=16, trouble="did not answer in time")
    small = NodeFacts("c", "three", cpus=1, trouble="did not answer in time")
    asked = replace(ANY, cpus=4)
    assert may_have_room([head, busy, small], asked) == [busy]
    assert silent_words([busy]) == "Of its nodes, two did not answer in time."
    assert may_have_room([head, busy, replace(NODE, free_cpus=0)], asked) == []  # that one is full, and says until when
    assert may_have_room([head, small], asked) == []


def test_every_other_node_with_a_core_free_helps_and_no_more_than_was_said() -> None:
    """Two cores are what one training can use; the node of the session itself is not asked twice."""
    others = [replace(NODE, node_id=str(n), name=f"n{n}", free_cpus=n) for n in range(12)]
    place = best_place([NODE, *others], replace(ANY, cpus=2))
    assert place is not None
    hands = hand_places([NODE, *others], place, ANY)
    assert len(hands) == 8
    assert place.node_id not in {hand.node_id for hand in hands}
    assert {hand.cpus for hand in hands} == {2}
    assert len(hand_places([NODE, *others], place, replace(ANY, hands=3))) == 3
    assert hand_places([NODE, *others], place, replace(ANY, hands=0)) == []


@pytest.mark.parametrize("trouble", ["did not answer in time", "RuntimeError: no room"])
def test_a_node_in_trouble_or_left_out_gets_nothing(trouble: str) -> None:
    assert best_place([replace(NODE, trouble=trouble)], ANY) is None
    assert best_place([NODE], ANY, left_out=["a"]) is None


def test_a_full_cluster_says_what_is_free_when_there_is_room_and_what_to_do() -> None:
    words = full_words([replace(NODE, free_cpus=2)], replace(ANY, cpus=8), [240.0, 600.0])
    assert words == (
        "The cluster is full: 8 cores are needed; free now: 2 cores and 40.0 GB on one. A session there ends in 4 min "
        "at the latest. Try later, ask for less, or --wait 30m."
    )


def test_a_cluster_that_will_never_do_does_not_ask_to_wait() -> None:
    words = full_words([NODE], replace(ANY, cpus=32))
    assert words.startswith("No node of the cluster is that large: 32 cores are needed; free now: 8 cores")
    assert words.endswith("Ask for less.")
    words = full_words([NODE], replace(ANY, gpus=1))
    assert "1 core and 1 GPU are needed" in words


@pytest.mark.parametrize(
    ("there", "refused"),
    [
        (HERE, ""),
        (replace(HERE, python="3.11.2", keras="3.15.0", tensorflow="2.20.0"), ""),
        (replace(HERE, python="3.12.7"), "one has Python 3.12.7, and this machine Python 3.11.7"),
        (replace(HERE, ray="2.61.0"), "one has Ray 2.61.0, and this machine Ray 2.60.0"),
        (replace(HERE, keras="3.12.0"), "one has Keras 3.12.0, and this machine Keras 3.15.1"),
        (replace(HERE, callit="0.2.0", keras=""), "one has Call It 0.2.0 and Keras not at all, and this machine"),
        (replace(HERE, callit=""), "Call It is not installed on one"),
        (Versions(), ""),  # it told nothing: others may do
    ],
)
def test_versions_that_matter_are_refused_and_others_are_not(there: Versions, refused: str) -> None:
    sentence = refusal(HERE, [NODE, replace(NODE, versions=there)])
    assert sentence.startswith(refused) if refused else sentence == ""
