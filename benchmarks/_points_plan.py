"""What a plan says was planted in a programme's material, and the excerpts in which it stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.errors import BadInput
from learnbrief.flows.stages.incoming import Incoming

LONGEST_NAME = 4
"""Words of a quote that one placeholder of the de-identified text may stand for."""
_TOKEN = re.compile(r"\[[^\[\]\n]{1,40}\]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source, as the plan quotes them before de-identification."""

    document: str
    """Path within the workspace: 'material/<event>/<file>'."""
    quote: str
    collaborative: str | None = None
    means: str | None = None
    """For irony: the side that is meant."""

    def __post_init__(self) -> None:
        top, *rest = self.document.split("/")
        if top != "material" or len(rest) < 2:
            raise BadInput(f"the plan names a document {self.document!r}; write it as material/<event>/<file>")

    @property
    def document_id(self) -> str:
        """What the store calls the document: the place of its file decides, whatever its name became."""
        _, folder, *rest = self.document.split("/")
        return Incoming(Path(self.document), folder, "/".join(rest), "").document_id


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """Something that several people were made to say."""

    slug: str
    says: str
    kind: str
    """'point', 'action' or 'question'."""
    side: str | None
    matter: str
    """Points on one subject share it; else the point's own slug."""
    carriers: tuple[Passage, ...]
    silent: frozenset[str] = frozenset()
    """Collaboratives amply heard that never speak of it."""

    @property
    def sources(self) -> frozenset[str]:
        """Ids of the documents in which it truly stands."""
        return frozenset(carrier.document_id for carrier in self.carriers)


@dataclass(frozen=True, slots=True)
class Change:
    """A place that said one thing early and another later."""

    earlier: str
    later: str
    place: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was planted in a programme."""

    programme: str
    points: tuple[PlannedPoint, ...]
    opposite: frozenset[frozenset[str]] = frozenset()
    """Pairs of points that contradict each other on one subject."""
    changed: tuple[Change, ...] = ()
    one_person: tuple[PlannedPoint, ...] = ()
    irony: tuple[Passage, ...] = ()
    furniture: tuple[Passage, ...] = ()
    places: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        slugs = [point.slug for point in (*self.points, *self.one_person)]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise BadInput(f"the plan has more than one point called {', '.join(twice)}")
        unknown = sorted({slug for pair in self.opposite for slug in pair} - set(slugs))
        if unknown:
            raise BadInput(f"the plan sets against each other what it does not list: {', '.join(unknown)}")


def read_plan(path: Path) -> Plan:
    """A plan file: one written for this benchmark, or the demo's own."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _of_the_demo(written) if "documents" in written else _plan(written)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as err:
        raise BadInput(f"{path.name}: cannot be read as a plan ({' '.join(str(err).split())})") from err
    except (KeyError, TypeError) as err:
        raise BadInput(f"{path.name}: is not a plan; {err!r} is missing or of another shape") from err


def _plan(written: Mapping[str, Any]) -> Plan:
    return Plan(
        programme=written["programme"],
        points=tuple(_point(one) for one in written["points"]),
        opposite=frozenset(frozenset(pair) for pair in written.get("opposite") or ()),
        changed=tuple(Change(one["earlier"], one["later"], one["place"]) for one in written.get("changed") or ()),
        one_person=tuple(_point(one) for one in written.get("one_person") or ()),
        irony=_passages(written.get("irony")),
        furniture=_passages(written.get("furniture")),
        places=_passages(written.get("places")),
    )


def _point(written: Mapping[str, Any]) -> PlannedPoint:
    slug = written["id"]
    return PlannedPoint(
        slug,
        written.get("says", ""),
        written.get("kind", "point"),
        written.get("side"),
        written.get("matter") or slug,
        _passages(written["carriers"]),
        frozenset(written.get("silent") or ()),
    )


def _passages(written: Iterable[Mapping[str, Any]] | None) -> tuple[Passage, ...]:
    return tuple(
        Passage(one["document"], one["quote"], one.get("collaborative"), one.get("means")) for one in written or ()
    )


def _of_the_demo(written: Mapping[str, Any]) -> Plan:
    """The demo's plan lists its passages by document, its silences by theme, and no matters but its disagreements."""
    home = {person["name"]: person["collaborative"] for person in written["people"]}
    passages = {
        one["id"]: Passage(document["path"], one["quote"], home.get(one["voice"]) or document["collaborative"])
        for document in written["documents"]
        for one in document.get("passages") or ()
    }
    sides = [(one["name"], *one["one_points"], *one["other_points"]) for one in written["disagreements"]]
    matters = {slug: name for name, *slugs in sides for slug in slugs}
    silent = [(one["theme"], one["collaborative"]) for one in written["silent"]]
    alone = {one["passage"] for one in written["single_voice"]}
    points, one_person = [], []
    for slug, one in written["points"].items():
        point = PlannedPoint(
            slug,
            one["say"],
            one["stance"] if one["stance"] in ("action", "question") else "point",
            one["stance"],
            matters.get(slug, slug),
            tuple(passages[name] for name in one["passages"]),
            frozenset(place for theme, place in silent if theme in one["themes"]),
        )
        # what one passage makes can be no joint finding: it is asked for among the single voices, or not at all
        if len(point.carriers) > 1:
            points.append(point)
        elif alone & set(one["passages"]):
            one_person.append(point)
    return Plan(
        programme=written["programme"],
        points=tuple(points),
        opposite=frozenset(
            frozenset((left, right))
            for one in written["disagreements"]
            for left in one["one_points"]
            for right in one["other_points"]
        ),
        one_person=tuple(one_person),
        places=tuple(passage for passage in passages.values() if passage.collaborative),
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """The excerpts of a store, by document, and where a passage of the plan stands in them."""

    documents: Mapping[str, Document]
    excerpts: tuple[Excerpt, ...]
    _tokens: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)

    def holding(self, passage: Passage) -> tuple[Excerpt, ...]:
        """The excerpts that hold at least half of the passage's words; empty where there are none."""
        for first, last in self._spans(passage):
            inside = [(start, end) for _, start, end in self._of(passage.document_id) if first <= start < last]
            found = tuple(
                excerpt
                for excerpt in self.excerpts
                if excerpt.document_id == passage.document_id
                and 2 * sum(excerpt.start <= start and end <= excerpt.end for start, end in inside) >= len(inside)
            )
            if found:
                return found
        return ()

    def why_not(self, passage: Passage) -> str:
        """Why no excerpt holds the passage, in words."""
        if passage.document_id not in self.documents:
            return "no such document in the store"
        return "no excerpt holds half of it" if self._spans(passage) else "its words are not in the document"

    def _spans(self, passage: Passage) -> list[tuple[int, int]]:
        """Where the passage may stand, with fewest names masked first; half of its words must be there as they are."""
        words = [word for word, _, _ in tokens(passage.quote)]
        text = self._of(passage.document_id)
        found: list[tuple[int, tuple[int, int]]] = []
        for first in range(len(text)) if words else ():
            last = reach(words, text, first)
            plain = sum(not word.startswith("[") for word, _, _ in text[first:last]) if last else 0
            if last is not None and 2 * plain >= len(words):
                found.append((-plain, (text[first][1], text[last - 1][2])))
        return [span for _, span in sorted(found)]

    def _of(self, document_id: str) -> list[tuple[str, int, int]]:
        if document_id not in self._tokens:
            known = self.documents.get(document_id)
            self._tokens[document_id] = tokens(known.text) if known else []
        return self._tokens[document_id]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Words and placeholders with their offsets; case, punctuation and white space do not count."""
    return [(found.group().casefold(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def reach(words: Sequence[str], text: Sequence[tuple[str, int, int]], first: int) -> int | None:
    """Where in the text's tokens the words end if they begin at `first`; a placeholder may stand for a name of theirs."""
    if not words:
        return first
    if first >= len(text):
        return None
    here = text[first][0]
    if here == words[0]:
        return reach(words[1:], text, first + 1)
    if not here.startswith("["):
        return None
    lengths = range(1, min(LONGEST_NAME, len(words)) + 1)
    return next((end for n in lengths if (end := reach(words[n:], text, first + 1)) is not None), None)


@dataclass(frozen=True, slots=True)
class Placed:
    """Which evidence carries what the plan planted, and what could not be found in it."""

    carried: Mapping[str, frozenset[str]]
    """Slugs of the planned points by excerpt id; only excerpts that carry any."""
    alone: Mapping[str, frozenset[str]]
    """The same for points that one person makes."""
    lost: tuple[str, ...]
    """One line per carrier that no piece of evidence holds."""


def place(plan: Plan, sources: Sources) -> Placed:
    """Every carrier is looked for among the evidence, and those that are not there are told."""
    lost: list[str] = []
    return Placed(_carried(plan.points, sources, lost), _carried(plan.one_person, sources, lost), tuple(lost))


def _carried(points: Iterable[PlannedPoint], sources: Sources, lost: list[str]) -> dict[str, frozenset[str]]:
    carried: dict[str, set[str]] = {}
    for point in points:
        for carrier in point.carriers:
            holding = sources.holding(carrier)
            evidence = [excerpt for excerpt in holding if excerpt.evidence]
            if not evidence:
                why = "stands only in what is no evidence" if holding else sources.why_not(carrier)
                lost.append(f"{point.slug}: {why}: {carrier.document}: {carrier.quote[:70]!r}")
            for excerpt in evidence:
                carried.setdefault(excerpt.excerpt_id, set()).add(point.slug)
    return {excerpt_id: frozenset(slugs) for excerpt_id, slugs in carried.items()}
