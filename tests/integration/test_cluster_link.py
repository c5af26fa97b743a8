"""A session that is sent to a cluster, followed to its end whatever happens on the way: agents, workers and folders
are real, the cluster is not (`cluster_fakes`); `tests/cluster` has one that is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.protocol.events import (
    Event,
    EventReader,
    ModelProven,
    ModelSaved,
    SessionFailed,
    SessionFinished,
    SessionStarted,
    WarningSaid,
)
from model.protocol.manifest import Manifest
from planner.cluster.arrivals import Arrivals
from planner.cluster.errors import AgentGone, ClusterRefused
from planner.cluster.facts import Versions
from planner.cluster.fetching import Fetched, fetch, fetched_words, is_to_be_fetched
from planner.cluster.note import ClusterNote, read_note
from planner.cluster.proof_here import ProofHere
from planner.cluster.versions import versions_here
from planner.sessions.stopping import stop_and_keep
from tests.integration.cluster_fakes import FakeCluster, FakeRim, Node, followed, sent_run
from tests.integration.session_fakes import until

AT_ONCE = "begin(); save('first'); save('last', 'delivered'); keep('done'); finish()"


@pytest.fixture
def made() -> Iterator[list[FakeCluster]]:
    """Clusters of a test: nothing of them stays at work."""
    clusters: list[FakeCluster] = []
    yield clusters
    for cluster in clusters:
        cluster.end_agents()


def cluster_of(made: list[FakeCluster], tmp_path: Path, script: str, **more: object) -> FakeCluster:
    made.append(FakeCluster(tmp_path / "cluster", script, **more))  # type: ignore[arg-type]
    return made[-1]


def said(run: Path) -> list[Event]:
    return EventReader(run).read_new()


def bodies(run: Path, kind: type) -> list:  # type: ignore[type-arg]
    return [event.body for event in said(run) if isinstance(event.body, kind)]


def model_words(run: Path) -> str:
    """What the fake worker had saved as its model."""
    manifest = Manifest.parse((run / "manifest.json").read_text())
    (name,) = manifest.files
    return (run / name).read_text()


def test_a_session_comes_back_whole_and_proven_here_and_its_node_is_free_again(
    tmp_path: Path, made: list[FakeCluster]
) -> None:
    """Its end is said when everything is here; the files are those of the node, and nothing is left there."""
    cluster, run = cluster_of(made, tmp_path, AT_ONCE), sent_run(tmp_path / "one")
    assert followed(run, cluster).start().end() == 0
    assert model_words(run) == "last"
    assert (run / "resume" / "current.npz").read_text() == "done"
    assert json.loads((run / "result.json").read_text())["session_id"] == "one"
    (started,) = bodies(run, SessionStarted)
    assert started.node in ("one", "two")
    assert isinstance(said(run)[-1].body, SessionFinished)
    assert isinstance(said(run)[-2].body, ModelProven)
    note = read_note(run)
    assert note is not None
    assert note.is_fetched
    until(lambda: not cluster.agents)
    assert not list((tmp_path / "cluster").glob("*/cluster/sessions/*"))


def test_the_table_travels_once(tmp_path: Path, made: list[FakeCluster]) -> None:
    """A second session on the same table sends nothing."""
    cluster = cluster_of(made, tmp_path, AT_ONCE)
    followed(sent_run(tmp_path / "one", hands=0), cluster).start().end()
    first = cluster.sent_bytes
    until(lambda: not cluster.agents)
    followed(sent_run(tmp_path / "two", hands=0), cluster).start().end()
    assert first > 0
    assert cluster.sent_bytes == first


def test_another_node_gets_the_table_from_the_one_that_has_it(tmp_path: Path, made: list[FakeCluster]) -> None:
    """Such as when the first one is taken: nothing travels from here again."""
    cluster = cluster_of(made, tmp_path, AT_ONCE)
    followed(sent_run(tmp_path / "one", hands=0), cluster).start().end()
    first = cluster.sent_bytes
    until(lambda: not cluster.agents)
    (there,) = [node for node in cluster.nodes if list(node.home.glob("cluster/files/*"))]
    there.facts = {"free_cpus": 0.0}
    followed(sent_run(tmp_path / "two"), cluster).start().end()
    assert cluster.sent_bytes == first
    assert cluster.handed_on > 0


@pytest.mark.parametrize("wrong_by_s", [-400.0, 7200.0])
def test_a_node_whose_clock_is_wrong_says_instants_of_this_machine(
    tmp_path: Path, made: list[FakeCluster], wrong_by_s: float
) -> None:
    """Events, the proof and the deadline; and its box is as long as it was asked for."""
    script = (
        f"import time as t; real = t.time; t.time = lambda: real() + {wrong_by_s}\nevents._now = t.time\n" + AT_ONCE
    )
    cluster = cluster_of(made, tmp_path, script, wall=lambda: time.time() + wrong_by_s)
    run, began = sent_run(tmp_path / "one", used_s=5.0), time.time()
    followed(run, cluster).start().end()
    ended = time.time()
    assert all(began - 0.5 <= event.unix_s <= ended + 0.5 for event in said(run))
    (started,) = bodies(run, SessionStarted)
    assert started.deadline_unix == pytest.approx(began + 55.0, abs=1.0)
    proven = Manifest.parse((run / "manifest.json").read_text()).proven
    assert proven is not None
    assert began - 0.5 <= proven.unix_s <= ended + 0.5
    assert began - 0.5 <= json.loads((run / "result.json").read_text())["proven_unix"] <= ended + 0.5


def test_events_and_models_arrive_while_it_works(tmp_path: Path, made: list[FakeCluster]) -> None:
    """A model is here before it is said to be."""
    cluster = cluster_of(
        made, tmp_path, f"begin(); save('first'); keep('half'); wait_for({str(tmp_path / 'go')!r}); finish()"
    )
    run = sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    assert model_words(run) == "first"
    until((run / "resume" / "current.npz").exists)
    assert not bodies(run, SessionFinished)
    (tmp_path / "go").touch()
    assert link.end() == 0


def test_stop_and_keep_reaches_the_node(tmp_path: Path, made: list[FakeCluster]) -> None:
    """The file that asks for it here appears there."""
    cluster = cluster_of(made, tmp_path, "begin(); save('first'); wait_for(run / 'stop-and-keep'); finish('stopped')")
    run = sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    stop_and_keep(run)
    assert link.end() == 0
    (finished,) = bodies(run, SessionFinished)
    assert finished.outcome == "stopped"


def test_a_node_that_dies_is_followed_by_another_one_that_goes_on_from_the_checkpoint(
    tmp_path: Path, made: list[FakeCluster]
) -> None:
    """Which happened is said, and the second node was given what the first had saved."""
    go = tmp_path / "go"
    script = (
        "begin()\n"
        "if (run / 'resume' / 'current.npz').exists():\n"
        "    save('after ' + (run / 'resume' / 'current.npz').read_text(), 'delivered'); finish()\n"
        f"else:\n    save('first'); keep('checkpoint'); wait_for({str(go)!r})\n"
    )
    cluster, run = cluster_of(made, tmp_path, script), sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    until((run / "resume" / "current.npz").exists)
    dead = cluster.node_of_session()
    cluster.kill(dead)
    assert link.end() == 0
    assert model_words(run) == "after checkpoint"
    (warning,) = [body for body in bodies(run, WarningSaid) if "lost" in body.message]
    assert warning.message.startswith(f"{dead.name} was lost. The session goes on from the last checkpoint")
    assert {body.node for body in bodies(run, SessionStarted)} == {"one", "two"}
    assert not link.went_on_here


def test_a_node_that_dies_while_its_result_is_fetched_is_not_believed_to_have_ended(
    tmp_path: Path, made: list[FakeCluster]
) -> None:
    """Its end was heard, and its files were not here: another node goes on, and its end is the one that is said."""
    script = "begin(); save('after' if (run / 'resume' / 'current.npz').exists() else 'first'); keep('half'); finish()"
    cluster, run = cluster_of(made, tmp_path, script), sent_run(tmp_path / "one", hands=0)
    link = followed(run, cluster)
    fetch_rest, hit = Arrivals.fetch_rest, []

    def dies(arrivals: Arrivals, there: dict[str, str]) -> None:
        if not hit:
            hit.append(True)
            arrivals.fetch_checkpoint(there)  # what was prepared,
            arrivals.fetch_checkpoint(there)  # and where the training stood
            cluster.kill(cluster.node_of_session())
            raise AgentGone("gone")
        fetch_rest(arrivals, there)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Arrivals, "fetch_rest", dies)
        assert link.start().end() == 0
    assert model_words(run) == "after"
    assert len(bodies(run, SessionFinished)) == 1
    assert (run / "result.json").exists()


def test_an_agent_that_dies_leaves_what_it_kept_to_the_next_one(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The node lives, so even what had not been fetched yet is not lost."""
    monkeypatch.setattr("planner.cluster.link.patience_s", lambda timebox_s: 30.0)
    script = (
        "begin()\n"
        "if (run / 'resume' / 'current.npz').exists():\n"
        "    save('after ' + (run / 'resume' / 'current.npz').read_text(), 'delivered'); finish()\n"
        f"else:\n    keep('checkpoint'); save('first'); wait_for({str(tmp_path / 'never')!r})\n"
    )
    cluster, run = cluster_of(made, tmp_path, script), sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    cluster.kill_agents()
    assert link.end() == 0
    assert model_words(run) == "after checkpoint"


def test_a_link_that_broke_for_a_moment_goes_on_where_it_was(tmp_path: Path, made: list[FakeCluster]) -> None:
    """Nothing is said twice, and nothing is begun again."""
    go = tmp_path / "go"
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(go)!r}); save('last'); finish()")
    run = sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    cluster.reachable = False
    until(lambda: cluster.broken > 2)
    go.touch()
    cluster.reachable = True
    assert link.end() == 0
    assert len(bodies(run, ModelSaved)) == 2
    assert len(bodies(run, SessionStarted)) == 1
    assert model_words(run) == "last"


def test_where_the_cluster_is_gone_the_session_goes_on_here_with_what_was_fetched(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while of knocking; and what the node keeps is not forgotten."""
    monkeypatch.setattr("planner.cluster.link.patience_s", lambda timebox_s: 0.3)
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(tmp_path / 'never')!r})")
    run = sent_run(tmp_path / "one", timebox_s=40.0)
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    cluster.reachable = False
    assert link.end() == 0
    assert link.went_on_here == [True]
    (warning,) = bodies(run, WarningSaid)
    assert "cannot be reached any more" in warning.message
    assert "goes on on this machine, with what was fetched so far, inside the same box" in warning.message
    note = read_note(run)
    assert note is not None
    assert note.is_left
    assert not note.is_fetched
    cluster.reachable = True


def test_where_there_is_no_time_left_what_came_last_is_delivered(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is proven here, and the end says why it came."""
    monkeypatch.setattr("planner.cluster.link.is_worth_going_on_here", lambda box, has_model: False)
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(tmp_path / 'never')!r})")
    run = sent_run(tmp_path / "one", timebox_s=40.0)
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    for node in list(cluster.nodes):
        cluster.kill(node)
    assert link.end() == 0
    assert model_words(run) == "first"
    (finished,) = bodies(run, SessionFinished)
    assert finished.message.endswith("The model saved last is kept and can be used.")
    assert not link.went_on_here


def test_a_link_that_was_killed_finds_its_session_again(tmp_path: Path, made: list[FakeCluster]) -> None:
    """The supervisor starts a second one: it goes on behind the last line that is here."""
    go = tmp_path / "go"
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(go)!r}); save('last'); finish()")
    run = sent_run(tmp_path / "one")
    first = followed(run, cluster)
    first.link._sleep = lambda seconds: (_ for _ in ()).throw(KeyboardInterrupt)  # as if killed between two looks
    with pytest.raises(KeyboardInterrupt):
        first.link.run()
    go.touch()
    assert followed(run, cluster).start().end() == 0
    assert len(bodies(run, SessionStarted)) == 1
    assert len(bodies(run, ModelSaved)) == 2


def test_a_session_that_fails_there_fails_here_in_the_same_words(tmp_path: Path, made: list[FakeCluster]) -> None:
    """Such as texts that are all empty."""
    cluster = cluster_of(made, tmp_path, "begin(); events.emit(SessionFailed('All texts are empty.'))")
    run = sent_run(tmp_path / "one")
    assert followed(run, cluster).start().end() == 1
    (failed,) = bodies(run, SessionFailed)
    assert failed.message == "All texts are empty."


def test_a_model_that_is_another_one_here_is_told_of(tmp_path: Path, made: list[FakeCluster]) -> None:
    """Nothing is called proven that was not."""
    cluster, run = cluster_of(made, tmp_path, AT_ONCE), sent_run(tmp_path / "one")
    followed(run, cluster, proof=ProofHere(False, "macro_f1 0.5, not 0.6.")).start().end()
    (warning,) = bodies(run, WarningSaid)
    assert "does not say here what it said on" in warning.message
    assert not isinstance(said(run)[-2].body, ModelProven)


def refused(run: Path, cluster: FakeCluster) -> str:
    """The sentence that refuses it; nothing was sent."""
    assert followed(run, cluster).start().end() == 1
    (failed,) = bodies(run, SessionFailed)
    assert cluster.sent_bytes == 0
    assert failed.expected
    return str(failed.message)


def test_a_cluster_that_nobody_answers_at_is_refused(tmp_path: Path, made: list[FakeCluster]) -> None:
    cluster = cluster_of(made, tmp_path, AT_ONCE, reachable=False)
    assert refused(sent_run(tmp_path / "one"), cluster) == "No cluster answers."


def test_where_no_node_answers_in_time_the_session_is_trained_here(tmp_path: Path, made: list[FakeCluster]) -> None:
    """They may be very busy: that costs no session its box."""
    nodes = [Node("one", tmp_path / "a", facts={"trouble": "did not answer in time"})]
    cluster, run = cluster_of(made, tmp_path, AT_ONCE, nodes=nodes), sent_run(tmp_path / "one")
    link = followed(run, cluster).start()
    assert link.end() == 0
    assert link.went_on_here
    (warning,) = bodies(run, WarningSaid)
    assert "could not be begun on the cluster (No node of the cluster answers" in warning.message


def test_a_table_that_the_node_cannot_read_is_refused_in_one_sentence(tmp_path: Path, made: list[FakeCluster]) -> None:
    """It cannot begin here either; the agent leaves at once."""
    cluster = cluster_of(made, tmp_path, AT_ONCE)
    sentence = refused(sent_run(tmp_path / "one", data_there="/nowhere/tweets.csv"), cluster)
    assert sentence.startswith("The node cannot read /nowhere/tweets.csv (there is no such file). Name the table as")
    until(lambda: not cluster.agents)


def test_other_versions_are_refused_before_anything_is_sent(tmp_path: Path, made: list[FakeCluster]) -> None:
    other = replace(versions_here(), keras="2.15.0")
    nodes = [Node("one", tmp_path / "a", facts={"versions": other})]
    sentence = refused(sent_run(tmp_path / "one"), cluster_of(made, tmp_path, AT_ONCE, nodes=nodes))
    assert sentence.startswith("one has Keras 2.15.0, and this machine Keras ")


def test_a_node_without_call_it_is_refused(tmp_path: Path, made: list[FakeCluster]) -> None:
    nodes = [Node("one", tmp_path / "a", facts={"versions": Versions(python="3.11.7", ray="2.60.0")})]
    sentence = refused(sent_run(tmp_path / "one"), cluster_of(made, tmp_path, AT_ONCE, nodes=nodes))
    assert sentence.startswith("Call It is not installed on one")


def test_a_full_cluster_is_refused_politely_with_what_is_free(tmp_path: Path, made: list[FakeCluster]) -> None:
    cluster = cluster_of(made, tmp_path, AT_ONCE)
    sentence = refused(sent_run(tmp_path / "one", cpus=8), cluster)
    assert sentence.startswith("No node of the cluster is that large: 8 cores are needed; free now: 1 core and 6.0 GB")


def test_a_second_session_of_a_person_is_refused_and_others_say_when_there_is_room(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's own is named; where all nodes are taken by others, the end of theirs is."""
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(tmp_path / 'never')!r})")
    first, other = sent_run(tmp_path / "one"), sent_run(tmp_path / "two")
    links = [followed(first, cluster).start()]
    until(lambda: bool(bodies(first, SessionStarted)))
    second = sent_run(tmp_path / "second")
    assert followed(second, cluster).start().end() == 1
    (failed,) = bodies(second, SessionFailed)
    assert failed.message.startswith("A session of yours runs on the cluster already, on ")
    assert failed.message.endswith("or say --allow-second to run another one beside it.")
    monkeypatch.setattr("planner.cluster.sending.person", lambda: "grace@hopper")
    links.append(followed(other, cluster).start())
    until(lambda: bool(bodies(other, SessionStarted)))
    monkeypatch.setattr("planner.cluster.sending.person", lambda: "alan@bletchley")
    third = sent_run(tmp_path / "third")
    assert followed(third, cluster).start().end() == 1
    (failed,) = bodies(third, SessionFailed)
    assert failed.message.startswith("The cluster is full: 1 core is needed; free now: 0 cores")
    assert "A session there ends in " in failed.message
    cluster.end_agents()
    for link in links:
        link.end()


def test_a_second_session_runs_beside_the_first_where_the_person_says_so(
    tmp_path: Path, made: list[FakeCluster]
) -> None:
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(tmp_path / 'never')!r})")
    first, second = sent_run(tmp_path / "one", hands=0), sent_run(tmp_path / "two", hands=0, allow_second=True)
    links = [followed(run, cluster).start() for run in (first,)]
    until(lambda: bool(bodies(first, SessionStarted)))
    links.append(followed(second, cluster).start())
    until(lambda: bool(bodies(second, SessionStarted)))
    nodes = {started.node for run in (first, second) for started in bodies(run, SessionStarted)}
    assert nodes == {"one", "two"}
    cluster.end_agents()
    for link in links:
        link.end()


def test_a_session_whose_time_is_nearly_over_is_not_sent(tmp_path: Path, made: list[FakeCluster]) -> None:
    """It is trained here."""
    cluster, run = cluster_of(made, tmp_path, AT_ONCE), sent_run(tmp_path / "one", timebox_s=30.0, used_s=15.0)
    link = followed(run, cluster).start()
    assert link.end() == 0
    assert link.went_on_here
    (warning,) = bodies(run, WarningSaid)
    assert "too little time left to send it" in warning.message
    assert isinstance(link.link._rim, FakeRim)


def fetched_later(run: Path, cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> Fetched:
    """What its node kept, fetched when the way there is whole again."""
    monkeypatch.setattr("planner.cluster.fetching.prove_here", lambda folder, timeout_s: ProofHere(True))
    cluster.reachable = True
    return fetch(run, FakeRim(cluster), now_unix=time.time())


def test_what_a_node_made_after_its_link_broke_is_fetched_later(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session went on here meanwhile, so it lies beside; nothing is left on the node, and it comes once."""
    monkeypatch.setattr("planner.cluster.link.patience_s", lambda timebox_s: 0.3)
    go = tmp_path / "go"
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(go)!r}); save('there'); finish()")
    run = sent_run(tmp_path / "one", timebox_s=40.0)
    link = followed(run, cluster).start()
    until(lambda: bool(bodies(run, ModelSaved)))
    cluster.reachable = False
    link.end()
    go.touch()
    until(cluster.is_over)
    cluster.agents.clear()  # their leases ended
    fetched = fetched_later(run, cluster, monkeypatch)
    assert fetched.folder == run / "from-cluster"
    assert model_words(fetched.folder) == "there"
    assert model_words(run) == "first"
    assert isinstance(said(fetched.folder)[-1].body, SessionFinished)
    until(lambda: not list((tmp_path / "cluster").glob("*/cluster/sessions/*")))
    with pytest.raises(ClusterRefused, match="is here already"):
        fetch(run, FakeRim(cluster), now_unix=0.0)


def test_what_is_fetched_later_completes_a_folder_that_nobody_went_on_in(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as that of a session whose own processes were all killed."""
    go = tmp_path / "go"
    cluster = cluster_of(made, tmp_path, f"begin(); save('first'); wait_for({str(go)!r}); save('there'); finish()")
    run = sent_run(tmp_path / "one")
    killed = followed(run, cluster)
    killed.link._sleep = lambda seconds: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        killed.link.run()
    with pytest.raises(ClusterRefused, match="still at work"):
        fetched_later(run, cluster, monkeypatch)
    go.touch()
    until(cluster.is_over)
    assert is_to_be_fetched(run)
    fetched = fetched_later(run, cluster, monkeypatch)
    assert fetched.folder == run
    assert model_words(run) == "there"
    assert [type(event.body) for event in said(run)].count(SessionStarted) == 1
    assert not is_to_be_fetched(run)
    assert fetched_words(fetched, "macro_f1").endswith("proven here.")


def test_what_no_node_has_any_more_is_said(
    tmp_path: Path, made: list[FakeCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster, run = cluster_of(made, tmp_path, AT_ONCE), sent_run(tmp_path / "one")
    ClusterNote("ray://head:10001", "ada/one/1", "one", "one", 1).save(run)
    with pytest.raises(AgentGone, match=r"No node has anything of that session any more \(one had\)"):
        fetched_later(run, cluster, monkeypatch)


TRAINS_ELSEWHERE = """
from model.protocol.hands import answer_path, hand_folder, order_path, read_beat, read_hands
begin(); save('first'); keep('checkpoint')
while not read_hands(run):
    time.sleep(0.02)
(hand,) = read_hands(run)
folder = hand_folder(run, hand.name)
while read_beat(folder) is None or not read_beat(folder).is_ready:
    time.sleep(0.02)
order_path(folder, 1).write_text(" trained on " + hand.node)
while not answer_path(folder, 1).exists():
    time.sleep(0.02)
answer = answer_path(folder, 1).read_text()
order_path(folder, 1).unlink()
save(config.order.table.source_name + answer, 'delivered')
finish()
"""


def test_another_node_trains_beside_the_session(tmp_path: Path, made: list[FakeCluster]) -> None:
    """An order goes out with what was prepared, its answer comes back, and nothing is left on either node."""
    cluster, run = cluster_of(made, tmp_path, TRAINS_ELSEWHERE), sent_run(tmp_path / "one")
    assert followed(run, cluster).start().end() == 0
    (started,) = bodies(run, SessionStarted)
    (other,) = {"one", "two"} - {started.node}
    assert model_words(run) == f"tweets.csv{{}} trained on {other}"
    until(lambda: not cluster.agents)
    assert not list((tmp_path / "cluster").glob("*/cluster/hands/*"))


FITS_ELSEWHERE = """
from model.protocol.hands import answer_path, hand_folder, order_path, read_beat, read_hands
from model.protocol.side_orders import FOLD_TABLE
begin()
while not read_hands(run):
    time.sleep(0.02)
folder = hand_folder(run, read_hands(run)[0].name)
while read_beat(folder) is None or not read_beat(folder).is_up:
    time.sleep(0.02)
(folder / FOLD_TABLE).write_text("the table, ")
order_path(folder, 1).write_text("a fold")
while not answer_path(folder, 1).exists():
    time.sleep(0.02)
save(answer_path(folder, 1).read_text(), 'delivered')
(folder / FOLD_TABLE).unlink()
order_path(folder, 1).unlink()
keep('checkpoint')
finish()
"""


def test_the_table_of_folds_goes_out_before_anything_is_prepared_and_stays_nowhere(
    tmp_path: Path, made: list[FakeCluster]
) -> None:
    """It is sent before the order that needs it, and kept under no hash: it is large, and wanted for seconds."""
    cluster, run = cluster_of(made, tmp_path, FITS_ELSEWHERE), sent_run(tmp_path / "one")
    assert followed(run, cluster).start().end() == 0
    assert model_words(run) == "the table,  fitted"
    until(lambda: not cluster.agents)
    kept = [path.read_bytes() for path in (tmp_path / "cluster").glob("*/cluster/**/*") if path.is_file()]
    assert not [content for content in kept if content.startswith(b"the table")]


def test_no_other_node_is_taken_where_one_network_is_wanted(tmp_path: Path, made: list[FakeCluster]) -> None:
    """Nor where somebody said that none is to be."""
    cluster, run = cluster_of(made, tmp_path, AT_ONCE), sent_run(tmp_path / "one", hands=0)
    followed(run, cluster).start().end()
    assert not [name for name in cluster.started if "hand-" in name]
    until(lambda: not cluster.agents)
    followed(sent_run(tmp_path / "two"), cluster).start().end()
    assert [name for name in cluster.started if "hand-" in name]
