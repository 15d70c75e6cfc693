"""A small invented programme in which six sources name an interpreter, one of them in words that head a finding."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from learnbrief.corpus.document import Document, Excerpt, Kind
from learnbrief.corpus.finding import Analysis, Clause, Finding, Point, Scope, Spoken
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.corpus.withdrawal.words import Taken
from learnbrief.outputs.brief.brief import Brief
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.programme_sheets import Line, N, Sheet, V

THING = "interpreter"
HEADING = "The interpreter on the phone line had no signal, so the daughter did it."
BOOKED = "We booked an interpreter for my mother and were sent a leaflet instead."
EVENINGS = "Interpreter wanted in the evening too."
NOBODY_CAME = "Interpreters booked for the scan, nobody came."

SHEETS = (
    Sheet("i-harbour", "Coaching reflection, Harbour, February", Kind.COACHING_REFLECTION, date(2025, 2, 10), "harbour", (
        Line("c1", "Person 3", V, HEADING, "equity barrier"),
        Line("c2", "Person 2", V, "Most families carry the message themselves by now.", "equity barrier"),
    )),
    Sheet("i-moorland", "Moorland workshop: access", Kind.WORKSHOP_NOTES, date(2025, 3, 4), "moorland", (
        Line("m1", "Table 2", N, NOBODY_CAME, "equity barrier"),
        Line("m2", "Table 3", N, "Letters are written for people who read letters.", "equity barrier"),
    )),
    Sheet("i-webinar", "Learning webinar: being understood", Kind.WEBINAR_TRANSCRIPT, date(2025, 4, 24), None, (
        Line("w1", "Person 7", V, BOOKED, "equity barrier"),
        Line("w2", "Person 6", V, "A letter in two languages brought back half of those we had lost.", "equity enabler"),
    )),
    Sheet("i-riverside", "Riverside workshop: evenings", Kind.WORKSHOP_NOTES, date(2025, 5, 6), "riverside", (
        Line("r1", "Table 1", N, EVENINGS, "equity action"),
    )),
    Sheet("i-fenland", "Coaching reflection, Fenland, June", Kind.COACHING_REFLECTION, date(2025, 6, 25), "fenland", (
        Line("f1", "Person 9", V, "When the interpreter came along to the first visit, nobody missed the second one.", "equity enabler"),
    )),
    Sheet("i-survey", "Progress survey: free text", Kind.SURVEY, date(2025, 7, 10), None, (
        Line("s1", "respondent 3", V, "Put the number of the interpreter on the door.", "equity action"),
    )),
)  # fmt: skip
NAMING = "c1 m1 w1 r1 f1 s1"
BESIDE = {"w1": BOOKED, "r1": EVENINGS, "m1": NOBODY_CAME}
"""What is said beside the headline; the first is speech, the others are notes."""


@dataclass(frozen=True)
class Sample:
    """The programme with one thing named in it."""

    thing: str
    documents: tuple[Document, ...]
    excerpts: dict[str, Excerpt]

    @classmethod
    def of(cls, thing: str = THING, sheets: Iterable[Sheet] = SHEETS) -> "Sample":
        """The sheets with another thing in the place of the interpreter."""
        told = [replace(one, lines=tuple(_told(line, thing) for line in one.lines)) for one in sheets]
        return cls(
            thing,
            tuple(map(programme.document, told)),
            {key: excerpt for sheet in told for key, excerpt in programme.excerpts_in(sheet)},
        )

    def ids(self, keys: str) -> tuple[str, ...]:
        """The excerpts of these lines."""
        return tuple(self.excerpts[key].excerpt_id for key in keys.split())

    def whole(self, key: str) -> Clause:
        """All of a line as a clause."""
        excerpt = self.excerpts[key]
        return Clause(excerpt.excerpt_id, 0, len(excerpt.text))

    def spoken(self, named_by: str = NAMING, beside: str = " ".join(BESIDE)) -> Spoken:
        """The thing with those who name it."""
        return Spoken(self.thing, self.ids(named_by), tuple(map(self.whole, beside.split())))

    def finding(
        self, evidence: str = "c1", *, head: str = "c1", stance: str | None = "barrier", **more: Any
    ) -> Finding:
        """A finding headed by a line; it carries the thing unless told otherwise."""
        clause = self.whole(head)
        made: dict[str, Any] = {
            "points": (Point(self.ids(evidence), "equity", stance, clause),),
            "candidates": tuple(self.whole(key) for key in evidence.split() if key != head),
            "heading_from": "clause",
            "clause": clause,
        }
        if "spoken" not in more:
            made["spoken"] = self.spoken()
        text, own = self.excerpts[head].text, self.ids(evidence)
        return Finding("equity", stance, text, own, own[:2], **(made | more))

    def inputs(self, *findings: Finding, **changes: Any) -> dict[str, Any]:
        """What a brief of these findings is built from; the first is its message."""
        told = findings or (self.finding(),)
        scope = changes.pop("scope", Scope("cohort"))
        made: dict[str, Any] = {
            "documents": self.documents,
            "excerpts": tuple(self.excerpts.values()),
            "tags": self.tags(),
            "analysis": Analysis(programme.RUN.run_id, scope, told),
            "messages": ((told[0].finding_id,), ""),
            "surveys": (),
        }
        return made | changes

    def brief(self, *findings: Finding, view: str = "internal", **changes: Any) -> Brief:
        """The brief of these findings in one of its views."""
        return build(view=view, **self.inputs(*findings, **changes))

    def sources(self) -> dict[tuple[str, int], Document]:
        """The frozen texts that a brief is held against."""
        return {(one.document_id, one.version): one for one in self.documents}

    def taking(self, *keys: str) -> Taken:
        """These lines are withdrawn."""
        gone = {self.excerpts[key].excerpt_id: self.excerpts[key] for key in keys}
        return Taken(excerpts=gone, texts=[one.text for one in gone.values()])

    def tags(self) -> list[EffectiveTag]:
        """Every theme and side of its lines."""
        themes = {line.key: line.themes.split() for sheet in SHEETS for line in sheet.lines}
        return [
            EffectiveTag(excerpt.excerpt_id, slug, TagStatus.SUGGESTED, Band.SURE, 0.7, ScoreKind.SIMILARITY)
            for key, excerpt in self.excerpts.items()
            for slug in themes.get(key, ("equity",))
        ]


def _told(line: Line, thing: str) -> Line:
    words = line.words.replace("Interpreter", thing[:1].upper() + thing[1:]).replace("interpreter", thing)
    return replace(line, words=words)


SAMPLE = Sample.of()
AGAIN = Line("m3", "Table 1", N, "No interpreter again.", "equity barrier")
ONE_SOURCE = Sample.of(sheets=[replace(SHEETS[1], lines=(*SHEETS[1].lines, AGAIN))])
"""One workshop, two of whose tables name an interpreter."""
