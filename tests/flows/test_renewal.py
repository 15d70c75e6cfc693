"""A brief is renewed in place: with its id, and with everything that people did to it."""

from dataclasses import replace
from datetime import date

import pytest

from learnbrief.corpus.deidentify import Edit
from learnbrief.corpus.errors import LearnbriefError, NotAllowed, StaleEdit
from learnbrief.corpus.finding import Scope
from learnbrief.corpus.retirement import bring_back, retire
from learnbrief.corpus.store import new_review
from learnbrief.corpus.tag import Action
from learnbrief.flows.orchestration.start import run_brief
from learnbrief.flows.stages.analyse import analyse_scope
from learnbrief.flows.stages.briefs import current_brief, edit_brief, kept_brief, make_brief, rebuild
from learnbrief.flows.stages.ingest import open_desk
from learnbrief.flows.stages.redaction import new_version
from learnbrief.flows.stages.scopes import parse_scope
from learnbrief.flows.stages.tagging import tag
from learnbrief.outputs.brief.brief import moved_sources, read_brief
from tests.flows.conftest import looked_over

EVENT = "event:harbour-day-one"


def ask(workspace, store, scope=EVENT):
    """The brief as somebody asks for it: its findings are found again where anything changed."""
    return make_brief(workspace, store, analyse_scope(workspace, store, parse_scope(scope))).name


def now(store, wanted):
    return read_brief(store.briefs.get(wanted).value)


def hide(workspace, store, words):
    """One more word of the workshop is hidden after the brief was drafted."""
    document = next(one for one in store.documents.latest().values() if one.event_id == "harbour-day-one")
    start = document.text.index(words)
    edit = Edit(start, start + len(words), "[place]", "place", "added by a person")
    new_version(open_desk(workspace, store), document, [edit])
    tag(workspace, store)


def confirm_all(store, coder="Robin"):
    for document in store.documents.latest().values():
        looked_over(store, document, coder=coder)
        place = {"document_id": document.document_id, "version": document.version}
        store.reviews.add(new_review(Action.CONFIRM, coder, **place))


def edit(workspace, store, wanted, *reviews, **options):
    edit_brief(workspace, store, wanted, reviews, edition=store.briefs.get(wanted).edition, **options)


def mended(workspace, store, wanted):
    """Every kind of mending once; the findings it was done to: worded, pinned, left out, headed, quoted."""
    brief = now(store, wanted)
    worded, headed, gone, *others = [finding for finding in brief.findings if finding.clause]
    excerpt = headed.evidence[0]
    end = len(excerpt.text.split(" ")[0])
    place = {"excerpt": excerpt.excerpt, "start": 0, "end": end}
    edit(
        workspace,
        store,
        wanted,
        new_review(
            Action.WRITE, "Robin", target=wanted, payload={"section": "why_now", "text": "The board meets in May."}
        ),
        new_review(Action.REWORD, "Robin", target=worded.id, payload={"heading": "Words of our own"}),
        new_review(Action.HEADLINE, "Robin", target=headed.id, payload=place),
        new_review(Action.DROP, "Robin", target=gone.id),
        new_review(Action.PIN, "Robin", target=worded.id),
        new_review(Action.REORDER, "Robin", target=wanted, payload={"order": [headed.id, worded.id]}),
        new_review(Action.QUOTES, "Robin", target=others[0].id, payload={"quotes": [others[0].evidence[-1].excerpt]}),
    )
    return worded.id, headed.id, gone.id


def as_mended(brief, worded, headed, gone):
    """What `mended` did, as far as a brief still shows it."""
    return (
        brief.written.why_now == "The board meets in May.",
        brief.finding(worded).heading == "Words of our own",
        # the tool may choose the headed one too, and then the order that was given puts it first
        next(one for one in brief.messages if one != headed) == worded,
        [finding.id for finding in brief.findings][:2] == [headed, worded],
        gone not in {finding.id for finding in brief.findings},
    )


def test_every_action_works_on_a_brief_in_whose_source_a_word_was_hidden(tagged, tagged_store):
    """Each once ended in 'the sources of this brief have changed': edit, bring up to date, undo and sign-off."""
    wanted = ask(tagged, tagged_store)
    ids = mended(tagged, tagged_store, wanted)
    before = now(tagged_store, wanted)
    confirm_all(tagged_store)
    hide(tagged, tagged_store, "wards")
    word = new_review(Action.REWORD, "Robin", target=ids[1], payload={"heading": "Later words"})
    edit(tagged, tagged_store, wanted, word)
    assert now(tagged_store, wanted).finding(ids[1]).heading == "Later words"
    edit(tagged, tagged_store, wanted, new_review(Action.UNDO, "Robin", target=word.review_id))
    rebuild(tagged, tagged_store, wanted)

    renewed = now(tagged_store, wanted)
    assert all(as_mended(renewed, *ids))
    assert [finding.id for finding in renewed.findings] == [finding.id for finding in before.findings]
    assert [finding.quotes != () for finding in renewed.findings] == [True] * len(renewed.findings)
    versions = {line.document: line.version for line in renewed.base.sources}
    assert moved_sources(before, versions) == ["Harbour day one"]
    assert "words were hidden or shown in: Harbour day one" in renewed.made.methods["carried"]
    assert "when the wards are full" not in tagged_store.briefs.get(wanted).value
    confirm_all(tagged_store)
    edit(tagged, tagged_store, wanted, new_review(Action.SIGN_OFF, "Robin", target=wanted))
    assert tagged_store.briefs.get(wanted).status == "approved"


def test_a_word_that_was_hidden_lives_on_in_no_headline(tagged, tagged_store):
    """A clause, its candidates and the subject over it are words of the text as it is now."""
    wanted = ask(tagged, tagged_store)
    hide(tagged, tagged_store, "committee")
    hide(tagged, tagged_store, "huddle")
    rebuild(tagged, tagged_store, wanted)

    assert all(word not in tagged_store.briefs.get(wanted).value for word in ("which committee", "to the huddle"))


def test_asked_for_anew_it_is_the_same_brief(tagged, tagged_store):
    """A new id lost 'why now', and the old one waited for ever."""
    wanted = ask(tagged, tagged_store)
    ids = mended(tagged, tagged_store, wanted)
    run_before = tagged_store.briefs.get(wanted).run_id
    hide(tagged, tagged_store, "wards")
    assert ask(tagged, tagged_store) == wanted

    assert tagged_store.briefs.get(wanted).run_id != run_before
    assert all(as_mended(now(tagged_store, wanted), *ids))
    assert [one.brief_id for one in tagged_store.briefs.all()] == [wanted]
    assert "carried" not in now(tagged_store, wanted).made.methods
    published = read_brief(tagged_store.briefs.get(wanted).published)
    assert published.id == f"{wanted}-published"


def test_what_readers_get_is_the_brief_that_was_signed(tagged, tagged_store):
    """Asked for the published view, it silently began a new brief and gave readers that: one that nobody had approved."""
    signed = ask(tagged, tagged_store)
    confirm_all(tagged_store)
    edit(tagged, tagged_store, signed, new_review(Action.SIGN_OFF, "Robin", target=signed))
    hide(tagged, tagged_store, "wards")
    confirm_all(tagged_store)
    done = run_brief(tagged, EVENT, formats="md", view="published", how="direct")

    assert [folder.name for folder in done.briefs] == [f"{signed}-published"]
    assert (done.briefs[0] / "brief.md").is_file()
    assert "approved brief" in done.note
    assert "without --published" in done.note
    assert [one.brief_id for one in tagged_store.briefs.all()] == [signed]

    (begun,) = run_brief(tagged, EVENT, how="direct").briefs
    assert begun.name != signed
    again = run_brief(tagged, EVENT, view="published", how="direct")
    assert again.briefs[0].name == f"{begun.name}-published"
    assert again.note == (
        f"nobody has approved this brief yet; the approved one is {signed}, to download in the app under Briefs"
    )


def test_after_a_signature_a_new_brief_is_begun_and_then_renewed_in_its_turn(tagged, tagged_store):
    """What was signed stays as it was signed, also when it is asked for again on the very same run."""
    first = ask(tagged, tagged_store)
    confirm_all(tagged_store)
    edit(tagged, tagged_store, first, new_review(Action.SIGN_OFF, "Robin", target=first))
    signed = tagged_store.briefs.get(first)
    assert ask(tagged, tagged_store) == first
    hide(tagged, tagged_store, "wards")
    second = ask(tagged, tagged_store)
    assert second != first
    assert now(tagged_store, second).supersedes == first
    hide(tagged, tagged_store, "committee")

    assert ask(tagged, tagged_store) == second
    assert tagged_store.briefs.get(first) == signed


def test_the_same_scope_in_another_period_is_another_brief(tagged, tagged_store):
    """March and April are not one brief renewed."""
    march = Scope("cohort", since=date(2025, 3, 1), until=date(2025, 3, 31))
    april = replace(march, since=date(2025, 4, 1), until=date(2025, 4, 30))
    ids = {
        kept_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, one)).brief_id for one in (march, april)
    }

    assert len(ids) == 2


def test_nothing_is_signed_that_somebody_has_not_seen_as_it_is(tagged, tagged_store):
    """The page showed the text before the word was hidden; the record must not say 'sign off'."""
    wanted = ask(tagged, tagged_store)
    hide(tagged, tagged_store, "wards")
    confirm_all(tagged_store)
    with pytest.raises(NotAllowed, match=r"in: Harbour day one\. Bring the brief up to date"):
        edit(tagged, tagged_store, wanted, new_review(Action.SIGN_OFF, "Robin", target=wanted))

    assert tagged_store.reviews.all(actions=[Action.SIGN_OFF]) == []
    assert tagged_store.briefs.get(wanted).open


def test_a_format_that_cannot_be_made_prevents_the_signature(tagged, tagged_store):
    """Afterwards nobody could mend it: a signed brief without Word or slides."""
    wanted = ask(tagged, tagged_store)
    confirm_all(tagged_store)

    def fails(_views):
        raise LearnbriefError("This brief cannot be made as xlsx.")

    with pytest.raises(LearnbriefError, match="cannot be made as xlsx"):
        edit(tagged, tagged_store, wanted, new_review(Action.SIGN_OFF, "Robin", target=wanted), proofs=[fails])
    assert tagged_store.reviews.all(actions=[Action.SIGN_OFF]) == []
    assert tagged_store.briefs.get(wanted).status == "draft"


def test_what_changes_while_a_brief_is_being_signed_is_not_signed(tagged, tagged_store):
    """Making every format takes seconds; what is approved is what was made."""
    wanted = ask(tagged, tagged_store)
    confirm_all(tagged_store)
    own = {one.excerpt for finding in now(tagged_store, wanted).findings for one in finding.evidence}
    open_tag = next(one for one in tagged_store.tags.effective() if not one.checked and one.excerpt_id in own)
    excerpt = tagged_store.excerpts.get([open_tag.excerpt_id])[open_tag.excerpt_id]

    def meanwhile(_views):
        tagged_store.reviews.add(new_review(Action.REJECT, "Sasha", excerpt=excerpt, theme=open_tag.theme))

    with pytest.raises(StaleEdit, match="changed while it was being signed"):
        edit(tagged, tagged_store, wanted, new_review(Action.SIGN_OFF, "Robin", target=wanted), proofs=[meanwhile])
    assert tagged_store.reviews.all(actions=[Action.SIGN_OFF]) == []


def test_a_retired_brief_is_left_alone_until_it_is_brought_back(tagged, tagged_store):
    """Whoever asks is told who retired it and why, and a later run does not bring it back by itself."""
    wanted = ask(tagged, tagged_store)
    ids = mended(tagged, tagged_store, wanted)
    retire(tagged_store, wanted, reason="The cohort brief tells it", coder="Ada")
    hide(tagged, tagged_store, "wards")
    before = tagged_store.briefs.get(wanted)
    rebuild(tagged, tagged_store, wanted)
    with pytest.raises(NotAllowed, match=r"retired by Ada on .* \(The cohort brief tells it\)"):
        ask(tagged, tagged_store)
    assert tagged_store.briefs.get(wanted) == before

    bring_back(tagged_store, wanted, coder="Ada")
    assert ask(tagged, tagged_store) == wanted
    assert all(as_mended(now(tagged_store, wanted), *ids))


def test_a_table_of_the_coding_makes_no_brief_that_waits(tagged, tagged_store):
    """An export is no ask for a brief."""
    brief = current_brief(tagged, tagged_store, analyse_scope(tagged, tagged_store, Scope("cohort")))

    assert brief.findings
    assert tagged_store.briefs.all() == []
