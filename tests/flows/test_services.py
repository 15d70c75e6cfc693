"""What the app may ask while someone waits."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from learnbrief.corpus.codebook import write_codebook
from learnbrief.corpus.counting import holds
from learnbrief.corpus.errors import BadInput, MissingDetails, StaleEdit
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import make_brief
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.web.services import Services
from learnbrief.flows.workspace.workspace import Workspace, atomic_write
from learnbrief.outputs.brief.brief import read_brief


def _brief(tagged, store, scope="cohort"):
    return make_brief(tagged, store, analyse_scope(tagged, store, parse_scope(scope))).name


def test_search_finds_by_meaning_and_filters(services, tagged_store):
    """The app and the command line search alike."""
    [(first, _), *_] = services.search("nobody can decide", filters={"collaborative": "harbour"}, limit=3)

    assert "which committee is allowed" in tagged_store.excerpts.get([first])[first].text
    assert services.search("nobody can decide", filters={"kind": "survey"}, limit=3) == []


def test_search_sees_what_was_decided_meanwhile(services, tagged_store):
    """A tag that was just rejected no longer filters."""
    tag = next(tag for tag in tagged_store.tags.effective() if tag.theme == "data" and holds(tag))
    excerpt = tagged_store.excerpts.get([tag.excerpt_id])[tag.excerpt_id]
    before = {one for one, _ in services.search(excerpt.text, filters={"theme": "data"}, limit=50)}
    tagged_store.reviews.add(new_review(Action.REJECT, "Robin", excerpt=excerpt, theme="data"))

    assert before - {one for one, _ in services.search(excerpt.text, filters={"theme": "data"}, limit=50)} == {
        tag.excerpt_id
    }


@pytest.mark.parametrize("name", ["suggested", "uncertain", "disagree", "rare", "unheard", "blind", "all"])
def test_every_queue_gives_evidence_with_a_reason(services, tagged_store, name):
    """Nobody reviews a presenter's slides, and nobody wonders why this excerpt is next."""
    evidence = {one.excerpt_id for one in tagged_store.excerpts.current() if one.evidence}
    queue = services.queue(name, coder="Robin", filters={})

    assert {one.excerpt_id for one in queue} <= evidence
    assert all(one.reason for one in queue)


def _ids(services, name, coder="Robin", **filters):
    return [one.excerpt_id for one in services.queue(name, coder=coder, filters=filters)]


def test_what_was_read_leaves_the_queue_of_all(services, tagged_store):
    """Done is done."""
    first = _ids(services, "all")[0]
    tagged_store.reviews.add(new_review(Action.DONE, "Robin", excerpt=tagged_store.excerpts.get([first])[first]))

    assert first not in _ids(services, "all")
    assert first in _ids(services, "all", "Sasha")


def test_a_queue_can_be_narrowed(services, tagged_store):
    """One collaborative at a time."""
    ids = _ids(services, "all", collaborative="lantern")

    assert ids
    assert {one.collaborative for one in tagged_store.excerpts.get(ids).values()} == {"lantern"}


@pytest.mark.parametrize("name", ["suggested", "blind", "all"])
def test_a_queue_narrowed_to_a_theme_does_not_give_the_theme_away(services, tagged_store, name):
    """Whatever is in it carries the theme: what is to be coded blind must not be."""
    hidden = services.reserve("Robin").hidden
    tagged = {tag.theme for tag in tagged_store.tags.effective() if tag.excerpt_id in hidden}
    assert tagged

    assert not any(hidden & set(_ids(services, name, theme=theme)) for theme in tagged)


def test_a_blind_sample_is_what_is_hidden_and_the_same_for_everybody(services):
    """Two coders meet on the same excerpts, and neither was shown a suggestion on them."""
    everything = services.blind_sample(10_000)

    assert services.blind_sample(3) == everything[:3]
    assert set(everything) == services.reserve("Robin").hidden


def test_agreement_without_any_coding_is_an_answer(services):
    """An empty page says so; it does not fail."""
    assert not services.agreement()["disagreements"]


def test_a_preview_names_nobody_and_stores_nothing(services, tagged, tagged_store, tmp_path):
    """What is shown before anything is decided is de-identified already."""
    path = tmp_path / "reflection.txt"
    path.write_text(
        "Kind: coaching reflection\nDate: 2025-05-05\n\nBettina Quorn told me that the rota decides everything.\n"
    )
    shown = services.preview(path)

    assert "Quorn" not in shown.text
    assert "the rota decides" in shown.text
    assert shown.details is not None
    assert shown.details["date"] == "2025-05-05"
    assert len(tagged_store.documents.latest()) == 3


def test_a_file_is_put_among_the_material_with_what_was_told_of_it(services, tagged, tmp_path):
    """The next run takes it in without asking again."""
    path = tmp_path / "words.txt"
    path.write_text("The lifts were broken and two people could not come in.\n")
    with pytest.raises(MissingDetails):
        services.take_in(path, {"kind": "other"})
    told = {"kind": "other", "event": "Walkabout", "date": "2025-05-05", "collaborative": "harbour"}
    where = services.take_in(path, told)

    assert (tagged.root / where).read_text() == path.read_text()
    assert "Walkabout" in (tagged.root / where).with_name("material.csv").read_text()


def test_every_excerpt_has_its_place_on_the_map(services, tagged_store):
    """In 0..1, the same each time it is asked for."""
    ids = [one.excerpt_id for one in tagged_store.excerpts.current()]
    points = services.map_points(ids)

    assert len(points) == len(ids)
    assert all(0 <= value <= 1 for point in points for value in point)
    assert services.map_points([]) == []
    assert len(services.map_points(ids[:2])) == 2


def test_an_edit_reaches_the_stored_brief_and_its_files(services, tagged, tagged_store):
    """A heading that an evaluator wrote is what readers see."""
    brief_id = _brief(tagged, tagged_store)
    point = tagged_store.analyses.get(tagged_store.briefs.get(brief_id).run_id).findings[0]
    reworded = new_review(Action.REWORD, "Robin", target=point.finding_id, payload={"heading": "Wards come first"})
    tagged_store.reviews.add(reworded)
    services.rebuild(brief_id)

    assert "Wards come first" in tagged_store.briefs.get(brief_id).value
    assert "Wards come first" in (tagged.brief_folder(brief_id) / "brief.html").read_text()
    assert b"Wards come first" in services.brief_file(brief_id, "md", view="internal")


def _pin(store, brief_id, coder="Robin"):
    """A review of the brief's first finding."""
    finding = store.analyses.get(store.briefs.get(brief_id).run_id).findings[0]
    return new_review(Action.PIN, coder, target=finding.finding_id)


def test_an_edit_and_its_effect_are_kept_together(services, tagged, tagged_store):
    """The review, the rebuilt brief and its files say the same; the next editor sees a new edition."""
    brief_id = _brief(tagged, tagged_store)
    edition = tagged_store.briefs.get(brief_id).edition
    services.edit_brief(brief_id, [_pin(tagged_store, brief_id)], edition=edition)

    assert tagged_store.briefs.get(brief_id).edition == edition + 1
    assert tagged_store.briefs.get(brief_id).status == "in review"
    assert (tagged.brief_folder(brief_id) / "brief.json").read_text() == tagged_store.briefs.get(brief_id).value


def test_an_edit_whose_rebuild_fails_leaves_no_review(services, tagged, tagged_store):
    """What could not be shown must not come to pass with the next rebuild."""
    brief_id = _brief(tagged, tagged_store)
    before = tagged_store.briefs.get(brief_id)
    foreign = new_review(Action.START, "Robin", target="cohort", payload={"excerpts": ["e-of-nowhere"]})
    with pytest.raises(BadInput, match="is not among what this brief covers"):
        services.edit_brief(brief_id, [_pin(tagged_store, brief_id), foreign], edition=before.edition)

    assert tagged_store.reviews.all(actions=[Action.PIN, Action.START]) == []
    assert tagged_store.briefs.get(brief_id) == before


def test_of_two_parallel_edits_exactly_one_is_kept(services, tagged, tagged_store):
    """Both looked at the same page; the second to press is told to look again, and nothing of theirs is in the record."""
    brief_id = _brief(tagged, tagged_store)
    edition = tagged_store.briefs.get(brief_id).edition
    reviews = [_pin(tagged_store, brief_id, coder) for coder in ("Robin", "Sasha")]

    def edit(review):
        try:
            services.edit_brief(brief_id, [review], edition=edition)
        except StaleEdit:
            return None
        return review.coder

    with ThreadPoolExecutor(2) as pool:
        kept = [coder for coder in pool.map(edit, reviews) if coder]
    assert len(kept) == 1
    assert [review.coder for review in tagged_store.reviews.all(actions=[Action.PIN])] == kept


def test_files_that_could_not_be_written_are_written_with_the_next_look(services, tagged, tagged_store):
    """A full disk loses no decision."""
    brief_id = _brief(tagged, tagged_store)
    folder = tagged.brief_folder(brief_id)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    services.edit_brief(brief_id, [_pin(tagged_store, brief_id)], edition=tagged_store.briefs.get(brief_id).edition)
    assert "could not be written" in tagged_store.logbook.all()[-1][1]

    folder.unlink()
    services.brief_file(brief_id, "html", view="internal")
    assert (folder / "brief.json").read_text() == tagged_store.briefs.get(brief_id).value


def test_a_theme_s_brief_counts_what_its_row_counts(tagged, tagged_store):
    """Suggestions that are merely offered stand in neither: a reader adds the two up."""
    scope = parse_scope("theme:leadership")
    brief = read_brief(tagged_store.briefs.get(_brief(tagged, tagged_store, "theme:leadership")).value)
    cohort = read_brief(tagged_store.briefs.get(_brief(tagged, tagged_store)).value)
    row = next(theme for theme in cohort.themes if theme.slug == scope.theme)

    assert row.excerpts
    assert (brief.base.documents, brief.base.voices, brief.base.excerpts) == (row.documents, row.voices, row.excerpts)


def test_what_is_kept_for_blind_coding_is_hidden_until_it_is_coded(services, tagged_store):
    """Each coder for themselves: the other has not seen it."""
    hidden = services.reserve("Robin").hidden
    assert hidden
    assert set(_ids(services, "blind")) == hidden

    first = min(hidden)
    excerpt = tagged_store.excerpts.get([first])[first]
    tagged_store.reviews.add(new_review(Action.DONE, "Robin", excerpt=excerpt, blind=True, sample="random-0"))
    assert services.reserve("Robin").hidden == hidden - {first}
    assert services.reserve("Sasha").hidden == hidden


def test_queue_page_and_sample_follow_the_seed_of_the_settings(tagged, tagged_store):
    """With seed 7 the queue said random-7 and the page kept random-0: the sample no longer was one."""
    settings = tagged.settings_file.read_text()
    atomic_write(tagged.settings_file, settings + "\n[analysis]\nseed = 7\n")
    services = Services(Workspace(tagged.root), tagged_store)
    for name in ("suggested", "blind", "all"):
        queue = {one.excerpt_id: one.sample for one in services.queue(name, coder="Robin", filters={})}
        reserve = services.reserve("Robin")

        assert {one for one, sample in queue.items() if sample} == reserve.hidden
        assert {queue[one] for one in reserve.hidden} == {"random-7"} == {reserve.sample(one) for one in reserve.hidden}


def test_what_a_coder_was_shown_is_in_no_sample_of_theirs(services, tagged_store):
    """It comes last, and its coding counts as any other."""
    first = _ids(services, "blind")[0]
    tagged_store.blind.show("Robin", [first])
    *others, last = services.queue("blind", coder="Robin", filters={})

    assert (last.excerpt_id, last.sample) == (first, None)
    assert all(one.sample for one in others)
    assert _ids(services, "blind", "Sasha")[0] == first


def test_the_evidence_that_a_printed_brief_points_to_can_be_had_in_the_app(services, tagged, tagged_store):
    """'In the file evidence beside it', says its first page; whoever downloads it has no folder to look in."""
    brief_id = _brief(tagged, tagged_store)
    document = docx.Document(BytesIO(services.brief_file(brief_id, "evidence-docx", view="internal")))
    words = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert "first thing cancelled when the wards are full" in words
    assert services.brief_file(brief_id, "evidence-pdf", view="internal").startswith(b"%PDF")


@pytest.mark.parametrize("form", ["html", "json", "md", "docx", "xlsx"])
def test_a_brief_comes_as_a_file(services, tagged, tagged_store, form):
    """Every format of the download menu."""
    assert services.brief_file(_brief(tagged, tagged_store), form, view="internal")


def test_a_codebook_edit_is_kept_in_store_and_file_and_never_overwrites(services, tagged, tagged_store):
    """Two people at the codebook: the second is told."""
    before = tagged_store.codebooks.current()
    renamed = tuple(
        replace(one, name="Boards and chiefs") if one.slug == "leadership" else one for one in before.themes
    )
    services.save_codebook(replace(before, themes=renamed), coder="Robin", based_on=before.version)

    assert tagged_store.codebooks.current().theme("leadership").name == "Boards and chiefs"
    assert "Boards and chiefs" in tagged.codebook_file.read_text()
    with pytest.raises(StaleEdit):
        services.save_codebook(before, coder="Sasha", based_on=before.version)


def test_nothing_is_scheduled_while_nothing_serves(services):
    """The home page says so instead of guessing."""
    assert services.unattended().next_runs == ()


def test_the_same_material_gives_the_same_analysis(tagged, tagged_store):
    """And does the work once."""
    first = analyse_scope(tagged, tagged_store, Scope("cohort"))

    assert analyse_scope(tagged, tagged_store, Scope("cohort")) == first
    assert len(tagged_store.analyses.all()) == 1


def test_a_codebook_edited_by_hand_is_not_overwritten_by_the_app(services, tagged, tagged_store):
    """The file is the evaluators' too; what they wrote there and no run has read yet must not vanish."""
    before = tagged_store.codebooks.current()
    first, *others = before.themes
    by_hand = replace(before, themes=(replace(first, definition="A definition of our own."), *others))
    tagged.codebook_file.write_text(write_codebook(by_hand))
    renamed = replace(before, themes=(replace(first, name="Another"), *others))
    with pytest.raises(StaleEdit, match=r"codebook.yaml was edited by hand"):
        services.save_codebook(renamed, coder="Robin", based_on=before.version)

    assert "A definition of our own." in tagged.codebook_file.read_text()
    assert tagged_store.codebooks.current() == before


def test_notes_say_in_one_line_how_they_were_read_too(services, tmp_path):
    """Of a file without a line nobody can tell whether it was read as meant: a transcript taken for notes looks like notes."""
    path = tmp_path / "notes.md"
    path.write_text(
        "# Kick-off\n\nVenue: the Mill\n\nThe ward wrote one name against every line.\n\n- Ring the porters\n"
    )

    told = services.preview(path)

    assert told.read_as == ""
    assert told.outline == "read as: notes; 1 heading, 1 paragraph, 1 point, 1 line kept as no evidence"
