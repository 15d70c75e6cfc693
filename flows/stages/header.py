"""What a file itself tells of where it belongs: its header, and a survey's own column of collaboratives."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnbrief.corpus.document import Collaborative
from learnbrief.corpus.readers import Reading
from learnbrief.corpus.surveys import PLACE, as_participants


@dataclass(frozen=True, slots=True)
class PlaceColumn:
    """The column of a survey in which respondents say which collaborative they are from."""

    question: str
    named: int
    """Respondents who name one of the programme's."""
    respondents: int

    @property
    def sentence(self) -> str:
        """In one line, for whoever was not asked."""
        return (
            f"collaborative taken from the column '{self.question}', none for the file as a whole; "
            f"{self.named} of {self.respondents} respondents name one of the programme's"
        )


def place_column(reading: Reading, collaboratives: Sequence[Collaborative]) -> PlaceColumn | None:
    """The column that places a survey's respondents; None where it has none, or nobody in it names a collaborative."""
    if reading.survey is None:
        return None
    respondents = reading.survey.respondents
    placed = as_participants({one.label: one.attributes for one in respondents}, collaboratives)
    named = sum(one.collaborative is not None for one in placed.values())
    question = next((one.text for one in reading.survey.closed if PLACE.search(one.text)), "")
    return PlaceColumn(question, named, len(respondents)) if named and question else None


def header_of(reading: Reading, collaboratives: Sequence[Collaborative]) -> dict[str, str]:
    """The details that the file tells; a survey that places its respondents itself is of no single collaborative."""
    placed = place_column(reading, collaboratives)
    return ({"collaborative": "none"} if placed else {}) | dict(reading.details)
