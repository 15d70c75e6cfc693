"""The same material gives the same tags in every workspace, whatever numbers its pseudonyms were given."""

from pathlib import Path

from learnbrief.corpus.store import open_store
from learnbrief.flows.workspace.workspace import Workspace, atomic_write, new_workspace
from tests.flows.conftest import REGISTER, SETTINGS, take_all_in

NOTES = """\
Event: Harbour day two
Kind: workshop notes
Date: 2025-03-11
Collaborative: harbour

# Harbour day two

- Olumide Farrant told Bettina Quorn that the board never asks about equity
- Bettina Quorn and Olumide Farrant had no time to meet. Bettina Quorn was off sick. Nobody covered the rota.
- Bettina Quorn will ask Olumide Farrant for the figures by Friday
- Olumide Farrant came to the huddle every week and Bettina Quorn trusted the team again
"""


def taken_in(folder: Path) -> tuple[str, list[tuple[object, ...]]]:
    """The text as it was frozen in a fresh workspace, and what was suggested for each excerpt in turn, how strongly."""
    place = new_workspace(folder)
    atomic_write(place.settings_file, SETTINGS)
    atomic_write(place.register_file, REGISTER)
    path = place.material / "day-two" / "notes.md"
    path.parent.mkdir(parents=True)
    path.write_text(NOTES, encoding="utf-8")
    store = open_store(place.store_url)
    take_all_in(Workspace(place.root), store)
    excerpts = sorted(store.excerpts.current(), key=lambda one: (one.document_id, one.start))
    order = {one.excerpt_id: number for number, one in enumerate(excerpts)}
    tags = sorted((order[tag.excerpt_id], tag.theme, tag.score, tag.band) for tag in store.tags.effective())
    text = " ".join(one.text for one in excerpts)
    store.close()
    return text, tags


def test_the_numbers_of_pseudonyms_move_no_tag(tmp_path: Path):
    """They are drawn at random: a run repeated in a fresh workspace must find what the first one found."""
    texts, tags = zip(*(taken_in(tmp_path / name) for name in ("one", "two", "three")), strict=True)

    assert len(set(texts)) > 1
    assert len(tags[0]) > 3
    assert tags[0] == tags[1] == tags[2]
