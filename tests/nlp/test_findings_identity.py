"""A matter stays itself from run to run, so that what people did to it outlives new material."""

from dataclasses import replace
from itertools import combinations

import pytest

from learnbrief.corpus.codebook import default_codebook
from learnbrief.corpus.finding import Finding
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings import distil
from learnbrief.nlp.findings.identity import with_identities
from tests.nlp.dialysis import SOURCES
from tests.nlp.programme import Programme


def programme(sources, *, encoder):
    """The dialysis programme, these of its sources in this order."""
    made = Programme(encoder)
    for number, source in enumerate(sources):
        for at, text in enumerate(SOURCES[source]):
            made.say(text, source=source, voice=f"{source} {at}", place=f"place {number % 3}")
    return made


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def analysed(made, before=()):
    return distil(
        made.excerpts,
        made.documents,
        made.tags,
        made.vectors(),
        default_codebook(),
        encoder=made.encoder,
        before=before,
    )


@pytest.fixture(scope="module")
def seven(encoder):
    """Findings on the first seven sources."""
    return analysed(programme(list(SOURCES)[:7], encoder=encoder))


def joint(found):
    return [finding for finding in found if len(finding.evidence) > 1]


def pairs(found):
    """Pairs of excerpts that one finding tells together."""
    return {pair for finding in found for pair in combinations(sorted(finding.evidence), 2)}


def test_the_programme_holds_what_people_came_back_to(seven):
    """Else the tests below would hold of nothing."""
    assert len(joint(seven)) >= 6
    assert len(pairs(seven)) > 40


def test_one_more_source_keeps_nine_of_ten_pairs_and_the_ids(seven, encoder):
    """A draft that is reshuffled by every new file cannot be worked on."""
    after = analysed(programme(list(SOURCES), encoder=encoder), before=seven)
    home = {one: finding.finding_id for finding in after for one in finding.evidence}
    lasting = [finding for finding in joint(seven) if all(one in home for one in finding.evidence)]
    same = sum(finding.finding_id in {home[one] for one in finding.evidence} for finding in lasting)

    assert len(pairs(seven) & pairs(after)) >= 0.9 * len(pairs(seven))
    assert same == len(lasting) == len(joint(seven))


def test_nothing_added_and_another_order_of_files_change_nothing(seven, encoder):
    """Same material, same findings under the same ids, whether or not an earlier run is known."""
    again = analysed(programme(list(SOURCES)[:7], encoder=encoder), before=seven)
    shuffled = programme(list(SOURCES)[:7], encoder=encoder)
    shuffled.excerpts.sort(key=lambda one: (one.start, one.text))
    reordered = analysed(shuffled)

    assert [one.finding_id for one in again] == [one.finding_id for one in seven]
    assert [replace(one, identity="") for one in again] == [replace(one, identity="") for one in seven]
    assert reordered == seven


def finding(*evidence, identity=""):
    return Finding(None, None, "Heading", evidence, evidence[:1], identity=identity)


def test_a_worded_finding_keeps_its_id_even_where_most_of_it_is_gone():
    """What a person wrote must not vanish because a source was withdrawn; the others follow where they shared half."""
    worded = finding("a", "b", "c", "d")
    keep = frozenset({worded.finding_id})
    found = [finding("d", "x", "y"), finding("e")]

    assert with_identities(found, [worded], keep=keep)[0].finding_id == worded.finding_id
    assert with_identities(found, [worded])[0].finding_id != worded.finding_id


def test_a_worded_finding_chooses_before_one_that_shares_more():
    """Of two earlier findings that merged, the one somebody worked on gives its name."""
    worded, other = finding("a", "b"), finding("c", "d", "e", "f")
    merged = finding("b", "c", "d", "e", "f")
    (kept,) = with_identities([merged], [other, worded], keep=frozenset({worded.finding_id}))
    (usual,) = with_identities([merged], [other, worded])

    assert kept.finding_id == worded.finding_id
    assert usual.finding_id == other.finding_id


def test_an_id_is_given_once():
    """Two findings under one id would share each other's wording: of two halves the first keeps it."""
    before = finding("a", "b", "c", "d")
    found = with_identities([finding("a", "b"), finding("c", "d"), finding("x")], [before])

    assert [one.finding_id == before.finding_id for one in found] == [True, False, False]
    assert len({one.finding_id for one in found}) == 3


def test_a_newcomer_never_takes_the_id_of_one_that_lives_on():
    """A matter keeps the id of the excerpt it was born with, even when that excerpt has come to stand alone."""
    born = finding("a").finding_id
    before = finding("a", "p", "q", "r", identity=born)
    grown, alone = with_identities([finding("p", "q", "r"), finding("a")], [before])

    assert grown.finding_id == born
    assert alone.finding_id not in ("", born)
