"""A language model as judge of sides: off by default, on this machine, asked little and once, one voice among others, and told."""

import json
import math
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from learnbrief.corpus.errors import BadSettings, ModelUnavailable
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.remark import Said
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.judging import judge_of, judged, with_verdicts
from learnbrief.flows.stages.scopes import material_in
from learnbrief.flows.workspace.settings import read_settings
from learnbrief.flows.workspace.workspace import Workspace
from learnbrief.nlp.draft import draft_heading
from learnbrief.nlp.judge import SIDES, Judge, read_verdict

COHORT = Scope("cohort")


class Recorded(BaseHTTPRequestHandler):
    """Answers as a server of a language model does, and remembers what it was asked."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        if self.server.redirect:
            self.send_response(307)
            self.send_header("Location", self.server.redirect)
            self.end_headers()
            return
        told = [{"token": " Help", "logprob": math.log(0.75)}, {"token": "Ob", "logprob": math.log(0.25)}]
        choice = {
            "message": {"content": self.server.words},
            "logprobs": {"content": [{"token": " Help", "top_logprobs": told}]},
        }
        body = json.dumps({"choices": [choice]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing on the terminal."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """One of our own on loopback."""
    here = ThreadingHTTPServer(("127.0.0.1", 0), Recorded)
    here.asked, here.redirect, here.words = [], "", "Help"
    Thread(target=here.serve_forever, daemon=True).start()
    yield here
    here.shutdown()
    here.server_close()


def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/v1"


def with_model(workspace, server):
    written = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        f'{written}\n[model]\nserver = "{address(server)}"\nname = "small"\n', encoding="utf-8"
    )
    return Workspace(workspace.root)


def test_a_word_is_read_by_its_probabilities():
    """'Help' with three to one against 'Obstacle' is a weaker vote than 'Help' for certain, and the vote must say so."""
    told = [{"token": " Help", "logprob": math.log(0.6)}, {"token": "Ob", "logprob": math.log(0.2)},
            {"token": "!", "logprob": math.log(0.2)}]  # fmt: skip
    verdict = dict(zip(SIDES, read_verdict({"logprobs": {"content": [{"top_logprobs": told}]}}), strict=True))

    assert verdict["enabler"] == pytest.approx(0.75)
    assert verdict["barrier"] == pytest.approx(0.25)


def test_a_server_that_tells_no_probabilities_is_read_by_its_word_and_nonsense_is_no_vote():
    """Some servers tell the word alone; a model that answers with something else has not voted."""
    assert read_verdict({"message": {"content": "obstacle."}})[SIDES.index("barrier")] == 1.0
    assert sum(read_verdict({"message": {"content": "As a language model"}})) == 0
    assert sum(read_verdict({"message": {"content": ""}})) == 0


def test_what_carries_findings_is_asked_once_and_weighs_half(tagged, tagged_store, server):
    """It is slow and often wrong: asked of little, kept for good, and never more than a suggestion's equal."""
    judge = Judge(address(server), "small")
    material = material_in(tagged_store, COHORT)
    first, second = [one for one in material.excerpts if one.evidence][:2]
    tagged_store.reviews.add(new_review(Action.ACCEPT, "Robin", excerpt=second, theme="barrier"))
    material = material_in(tagged_store, COHORT)
    finding = _finding([first.excerpt_id, second.excerpt_id])
    own = {(tag.excerpt_id, tag.theme): tag.score or 0.0 for tag in material.tags}

    heard, count = with_verdicts(judge, tagged_store, material, [finding])
    again, _ = with_verdicts(judge, tagged_store, material, [finding])

    now = {(tag.excerpt_id, tag.theme): tag for tag in heard.tags}
    assert [one["messages"][-1]["content"] for one in server.asked] == [
        first.text
    ]  # what a person decided is not asked
    assert count == 1
    assert now[first.excerpt_id, "enabler"].score == pytest.approx(
        (own.get((first.excerpt_id, "enabler"), 0) + 0.75) / 2
    )
    assert not now[first.excerpt_id, "enabler"].checked
    assert {tag for tag in heard.tags if tag.excerpt_id != first.excerpt_id} == {
        tag for tag in material.tags if tag.excerpt_id != first.excerpt_id
    }
    assert again == heard


def _finding(evidence):
    class Carried:
        counter = ()

    Carried.evidence = evidence
    return Carried


def test_a_run_tells_who_judged_and_another_judge_is_another_run(tagged, tagged_store, server):
    """A reader has to know that a model spoke; and the same run must give the same brief."""
    without = analyse_scope(tagged, tagged_store, COHORT)
    assert not server.asked
    workspace = with_model(tagged, server)
    run_id = analyse_scope(workspace, tagged_store, COHORT)
    told, asked = tagged_store.analyses.get(run_id), len(server.asked)

    assert run_id != without
    assert tagged_store.analyses.run(run_id).parameters["judge"].startswith("judge small")
    assert asked
    assert f"({Judge(address(server), 'small').model})" in told.methods["judge"]
    assert f"told it of {asked}." in told.methods["judge"]
    assert "judge" not in tagged_store.analyses.get(without).methods
    assert analyse_scope(workspace, tagged_store, COHORT) == run_id
    assert len(server.asked) == asked


def test_without_a_model_nothing_is_asked_of_any_network(tagged, tagged_store, monkeypatch):
    """Everything works with the cable out; a model is never needed."""

    def refused(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert judge_of(tagged.settings) is None
    assert judged(None, tagged_store, material_in(tagged_store, COHORT), lambda _: ()) == ((), {})
    assert analyse_scope(tagged, tagged_store, COHORT)


def test_a_model_elsewhere_is_refused_unless_the_settings_name_its_host(tmp_path):
    """Excerpts are confidential: a mistyped address must not send them out."""
    path = tmp_path / "learnbrief.toml"
    path.write_text('[model]\nserver = "https://models.example.org/v1"\nname = "m"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match=r"models\.example\.org is not this machine, and excerpts would leave it"):
        read_settings(path)
    path.write_text(path.read_text(encoding="utf-8") + 'sends_excerpts_to = "models.example.org"\n', encoding="utf-8")
    assert read_settings(path).model.name == "m"
    path.write_text('[model]\nserver = "http://127.0.0.1:1/v1"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="belong together"):
        read_settings(path)


def test_a_redirect_leads_nowhere(server):
    """A server on this machine must not be able to send the words on to another."""
    server.redirect = "http://127.0.0.1:9/elsewhere"
    with pytest.raises(ModelUnavailable, match="gives no answer"):
        Judge(address(server), "small").verdicts(["We never get the letters."])
    assert len(server.asked) == 1


def test_a_proxy_of_the_environment_is_not_asked(server, monkeypatch):
    """Offices set proxies for every program; the words would go through them."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    assert Judge(address(server), "small").verdicts(["We never get the letters."]).shape == (1, len(SIDES))


def test_a_server_that_is_not_there_is_told_in_one_line():
    """The remedy is to start it or to do without; a brief made silently without its judge would claim another method."""
    with pytest.raises(ModelUnavailable, match=r"start its server, or take \[model\] out"):
        Judge("http://127.0.0.1:9/v1", "small").verdicts(["We never get the letters."])


def test_a_draft_is_one_sentence_without_marks_and_a_ramble_is_none(server):
    """A heading is one plain sentence; what a model adds around it is left out."""
    said = [Said("We never get the letters.")]
    server.words = '"Letters do not arrive. I hope this helps!"'
    assert draft_heading(address(server), "small", said) == "Letters do not arrive"
    assert "We never get the letters." in server.asked[0]["messages"][-1]["content"]
    server.words = "word " * 40
    assert draft_heading(address(server), "small", said) == ""
