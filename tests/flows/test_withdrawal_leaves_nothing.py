"""Whatever was said and wherever it was quoted: after a withdrawal no file of the workspace holds the sentence."""

import html
import io
import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import Phase, given
from hypothesis import strategies as st

from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.brief_files import write_brief_files
from learnbrief.flows.stages.withdrawal import forget_participant
from tests.examples import examples
from tests.flows.withdrawing import Workshop

WORDS = (
    "heron",
    "ledger",
    "quiet",
    "naïve",
    "Zoë's",
    "forty-one",
    "CHC",
    "don’t",
    "bridge",
    "tea",
    "11",
    "nobody",
    "Ł",
)
BETWEEN = (" ", ", ", " – ", '; "', " & ", " \\ ", " {", " <b>", ": ", "… ")


@st.composite
def sentences(draw):
    """Eight words and more: fewer than six in a row are said by everybody, and stay where somebody else wrote them."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=14))
    return "Then" + "".join(f"{draw(st.sampled_from(BETWEEN))}{word}" for word in words) + "."


def written_as(sentence):
    """The sentence as files of different kinds write it."""
    escaped = {sentence, html.escape(sentence), html.escape(sentence, quote=False)}
    return escaped | {json.dumps(one, ensure_ascii=safe)[1:-1] for one in (sentence,) for safe in (True, False)}


def files_with(root, sentence):
    """Names of files that hold the sentence, packed ones opened."""
    forms = [one.encode(code) for one in written_as(sentence) for code in ("utf-8", "utf-16-le")]
    return {path.name for path in root.rglob("*") if path.is_file() and any(one in _bytes(path) for one in forms)}


def _bytes(path):
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return content + b"".join(packed.read(name) for name in packed.namelist())


@examples(3, derandomize=True, phases=[Phase.generate])  # a workspace each: seconds
@given(theirs=sentences(), again=sentences())
def test_no_withdrawn_sentence_is_left_in_any_file(theirs, again):
    """Who asks for it is told that it is gone; one forgotten column would make that untrue."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shop = Workshop(root, theirs, again)
        quote_everywhere(shop, theirs)
        assert len(files_with(root, theirs)) > 4

        forget_participant(shop.workspace, shop.store, shop.ada)
        shop.store.close()

        assert files_with(root, theirs) | files_with(root, again) == set()


def quote_everywhere(shop, words):
    """What people and programs write about a sentence."""
    store = shop.store
    store.reviews.add(new_review(Action.REWORD, "Evaluator", target="f-1", payload={"heading": f"In short: {words}"}))
    store.reviews.add(
        new_review(Action.WRITE, "Evaluator", target="b-1", payload={"section": "unknown", "text": words})
    )
    store.jobs.ask("brief", {"scope": "cohort", "note": [f"see “{words}”"]}, asked_by="Evaluator")
    store.skipped.put("other.docx", f"holds nothing but {words}", waiting=True)
    write_brief_files(shop.workspace, store, "b-1", formats=["docx", "md"])
