"""Details of a source: told or asked for, never guessed."""

from datetime import date
from pathlib import Path

import pytest

from learnbrief.corpus.dates import parse_date
from learnbrief.corpus.details import nearby, read_about, read_listing, resolve_details
from learnbrief.corpus.document import Collaborative, Kind
from learnbrief.corpus.errors import BadInput, MissingDetails
from tests.corpus.samples import saved

TOLD = {"kind": "workshop_notes", "event": "Data day", "date": "2025-03-14", "collaborative": "harbour"}
HARBOUR = Collaborative("harbour", "Harbour Acute Collaborative")
FENLAND = Collaborative("fenland", "Fenland Community Collaborative")
NOTES = Path("notes.txt")


def test_what_is_told_nearest_to_the_command_wins():
    """Option before listing before about.toml before the file's own header."""
    found = resolve_details(
        NOTES,
        options={"kind": "survey"},
        listing={"kind": "other", "event": "From the listing", "line": "3"},
        about={"event": "From about", "date": "1/4/2025"},
        header={"date": "2/4/2025", "collaborative": "Harbour Acute Collaborative", "author": "Ines Calloway"},
        collaboratives=[HARBOUR, FENLAND],
    )

    assert (found.kind, found.event.title, found.event.date) == (Kind.SURVEY, "From the listing", date(2025, 4, 1))
    assert (found.event.collaborative, found.author) == ("harbour", "Ines Calloway")


def test_what_nobody_tells_is_asked_for_in_one_message():
    """Exactly what is missing, and every way to give it."""
    with pytest.raises(MissingDetails) as told:
        resolve_details(NOTES, header={"event": "Data day", "kind": "survey"}, collaboratives=[HARBOUR])

    assert str(told.value) == (
        "notes.txt: date, collaborative not told; add --date 2025-03-14 --collaborative SLUG (or none), or give them in "
        "about.toml or material.csv beside the file, or in its first lines"
    )


def test_a_programme_without_collaboratives_is_asked_for_none():
    """None configured means none is meant: nobody can answer a question whose only answer is no."""
    told = {name: value for name, value in TOLD.items() if name != "collaborative"}

    assert resolve_details(NOTES, about=told).event.collaborative is None
    with pytest.raises(MissingDetails, match=r"notes.txt: date not told; add --date 2025-03-14, or"):
        resolve_details(NOTES, about=told | {"date": ""})


def test_a_wrong_detail_is_told_before_a_missing_one():
    """Else it is put aside with the file, and complained of long after whoever gave it has left."""
    with pytest.raises(BadInput, match="--kind says kind is 'podcast'"):
        resolve_details(NOTES, options={"kind": "podcast"}, collaboratives=[HARBOUR])


def test_blank_details_are_not_told():
    """An empty cell of a listing is no answer."""
    with pytest.raises(MissingDetails, match=r"notes.txt: kind not told; .* give it in"):
        resolve_details(NOTES, about=TOLD | {"kind": "  "})


@pytest.mark.parametrize("said", ["none", "None", "all", "Cohort", "-"])
def test_an_event_of_all_collaboratives_is_told_as_such(said):
    """Having none is something a person says, not something we assume."""
    assert resolve_details(NOTES, options=TOLD | {"collaborative": said}).event.collaborative is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Workshop notes", Kind.WORKSHOP_NOTES),
        ("workshop-notes", Kind.WORKSHOP_NOTES),
        ("COACHING_REFLECTION", Kind.COACHING_REFLECTION),
        ("transcript", Kind.WEBINAR_TRANSCRIPT),
        ("questionnaire", Kind.SURVEY),
        ("meeting minutes", Kind.MINUTES),
    ],
)
def test_kinds_are_known_by_the_words_people_use(said, kind):
    """Nobody should have to learn an underscore."""
    assert resolve_details(NOTES, options=TOLD | {"kind": said}).kind is kind


@pytest.mark.parametrize(
    ("source", "changed", "message"),
    [
        ("options", {"kind": "podcast"}, r"notes.txt: --kind says kind is 'podcast'; use one of workshop_notes"),
        (
            "about",
            {"date": "31/2/2025"},
            r"notes.txt: about.toml says date is '31/2/2025', which is not a date; write it as",
        ),
        (
            "header",
            {"date": "March 2025"},
            r"notes.txt: its own header says date is 'March 2025', which leaves out day",
        ),
        (
            "listing",
            {"date": "soon", "line": "7"},
            r"notes.txt: material.csv line 7 says date is 'soon', which is not a date",
        ),
        (
            "about",
            {"collaborative": "Mill"},
            r"notes.txt: about.toml says collaborative is 'Mill'; use one of harbour, fenland, or none",
        ),
    ],
)
def test_a_detail_that_is_none_names_where_it_was_told(source, changed, message):
    """The line to mend is in the message."""
    with pytest.raises(BadInput, match=message):
        resolve_details(NOTES, **{source: TOLD | changed}, collaboratives=[HARBOUR, FENLAND])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-03-04", date(2025, 3, 4)),
        ("04/03/2025", date(2025, 3, 4)),
        ("4.3.25", date(2025, 3, 4)),
        ("4-3-2025", date(2025, 3, 4)),
        ("4 March 2025", date(2025, 3, 4)),
        ("Tuesday 4th of March, 2025", date(2025, 3, 4)),
        ("March 4, 2025", date(2025, 3, 4)),
        ("4 Mar 2025, 10:00 to 12:30", date(2025, 3, 4)),
        ("2025/03/04", date(2025, 3, 4)),
        ("13/02/2025", date(2025, 2, 13)),
        ("2025-03-04T10:00:00", date(2025, 3, 4)),
        ("20250304", date(2025, 3, 4)),
    ],
)
def test_dates_in_the_shapes_people_write_day_first(words, day):
    """British material: 04/03 is in March."""
    assert parse_date(words) == day


@pytest.mark.parametrize(
    "words", ["March 2025", "2025", "4 March", "Tuesday", "soon", "", "31 June 2025", "99/99/9999", "10:00"]
)
def test_what_is_no_full_date_is_an_error(words):
    """A month filled up with today's day would be a silent guess."""
    with pytest.raises(ValueError, match="which"):
        parse_date(words)


def test_the_same_event_told_twice_is_the_same_event():
    """Notes and flipchart of one day belong together."""
    one = resolve_details(NOTES, options=TOLD)
    other = resolve_details(Path("flipchart.docx"), options=TOLD | {"date": "14 March 2025", "event": "Data Day"})

    assert one.event.event_id == other.event.event_id == "harbour-2025-03-14-data-day"


def test_about_and_listing_beside_a_file_are_found(tmp_path):
    """Researchers describe a folder once, or each file in a table."""
    saved(tmp_path, "about.toml", 'event = "Data day"\ndate = 2025-03-14\ncollaborative = "harbour"\n')
    saved(
        tmp_path,
        "material.csv",
        "\ufeffFile,Kind,Author\r\nnotes.txt,workshop_notes,\r\nr.docx,reflection,Ines Calloway\r\n",
    )

    about, listing = nearby(tmp_path / "r.docx")
    found = resolve_details(tmp_path / "r.docx", about=about, listing=listing)
    assert (found.kind, found.event.date, found.author) == (
        Kind.COACHING_REFLECTION,
        date(2025, 3, 14),
        "Ines Calloway",
    )
    assert listing["line"] == "3"
    assert nearby(tmp_path / "other.txt") == (about, {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('kind = "survey"\nevent = \n', r"about.toml: is not TOML \(.*line 2"),
        ('evnt = "x"', r"about.toml: has a key 'evnt' that we do not know; it may hold kind, event"),
    ],
)
def test_a_mistaken_about_file_is_named(tmp_path, content, message):
    """A misspelt key would be a detail silently missing."""
    with pytest.raises(BadInput, match=message):
        read_about(saved(tmp_path, "about.toml", content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,kind\nn.txt,survey\n", r"material.csv: line 1 needs a column 'file'"),
        ("file,kind\nn.txt,survey\nn.txt,other\n", r"material.csv: lines 2 and 3 both tell of 'n.txt'; keep one"),
    ],
)
def test_a_mistaken_listing_is_named(tmp_path, content, message):
    """Two rows for one file contradict each other sooner or later."""
    with pytest.raises(BadInput, match=message):
        read_listing(saved(tmp_path, "material.csv", content))


@pytest.mark.parametrize(
    "address", ["https://example.org/talk.mp4", "http://example.org/watch?v=3", "recordings/may talk.mp4"]
)
def test_a_recording_is_an_address_that_may_be_linked_to(address):
    """Quotes lead to the moment in it."""
    assert resolve_details(NOTES, options={**TOLD, "recording": address}).recording == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "/home/me/talk.mp4", "C:\\talk.mp4", "../../talk.mp4", "yes"],
)
def test_what_must_not_be_linked_to_is_an_error(address):
    """A page would carry it to whoever clicks."""
    with pytest.raises(BadInput, match=r"talk\.vtt: about\.toml says recording is") as caught:
        resolve_details(Path("talk.vtt"), about={**TOLD, "recording": address})

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("interview", Kind.INTERVIEW),
        ("Focus group", Kind.FOCUS_GROUP),
        ("focus-group", Kind.FOCUS_GROUP),
        ("stakeholder_engagement", Kind.STAKEHOLDER_ENGAGEMENT),
    ],
)
def test_interviews_focus_groups_and_stakeholder_meetings_are_kinds(said, kind):
    """However the word is joined."""
    assert resolve_details(NOTES, options={**TOLD, "kind": said}).kind is kind


def test_a_collaborative_may_be_told_by_its_short_name():
    """People write what they say."""
    short = Collaborative("fen", "Fenland Community Collaborative", short="The Fens")
    found = resolve_details(NOTES, options={**TOLD, "collaborative": "the fens"}, collaboratives=[short])

    assert found.event.collaborative == "fen"
