"""Sources that call themselves alike are told apart, and the others keep the title they have."""

from datetime import date

from learnbrief.corpus.document import Document, Kind, SourceText
from learnbrief.corpus.titles import titles_apart


def _source(number: int, title: str, *, event: str = "harbour-coaching-1", day: int = 13) -> Document:
    return Document(
        f"d-{number}",
        1,
        Kind.COACHING_REFLECTION,
        event,
        title,
        date(2025, 2, day),
        None,
        f"file-{number}.txt",
        SourceText("Words.", ()),
        str(number),
    )


def test_four_reflections_are_four_titles():
    """In another program two sources of one name are one source too few."""
    sources = [
        _source(1, "reflection"),
        _source(2, "Reflection", event="lantern-coaching-1", day=14),
        _source(3, "The wardrobe box"),
    ]

    assert titles_apart(sources, events={"harbour-coaching-1": "Harbour coaching 1"}) == {
        "d-1": "reflection (coaching reflection, 13 February 2025, Harbour coaching 1)",
        "d-2": "Reflection (coaching reflection, 14 February 2025, lantern-coaching-1)",
        "d-3": "The wardrobe box",
    }


def test_sources_alike_in_everything_are_numbered_in_the_order_of_their_files():
    """Whatever order they come in: an export made again must call them the same."""
    sources = [_source(2, "notes"), _source(1, "notes")]
    titles = titles_apart(sources)

    assert titles == titles_apart(sources[::-1])
    assert [titles[key].removeprefix(titles["d-1"][:-1]) for key in ("d-1", "d-2")] == ["1", "2"]
