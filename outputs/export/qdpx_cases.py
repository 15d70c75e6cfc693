"""What a REFI-QDA project says of its sources beside the coding: who was heard, of where, on which occasion and day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from learnbrief.corpus.coding.refi import guid
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.titles import told_apart
from learnbrief.corpus.visitors import speaks_for, visited
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.layout import wording

KIND, DATE, COLLABORATIVE = "Kind of source", "Date", "Collaborative"
ROLE, CASE_KIND, PLACE_KIND, PRIORITY = "Role group", "Kind of case", "Kind of collaborative", "Strategic priority"
TYPES = {
    KIND: "Text",
    DATE: "Date",
    COLLABORATIVE: "Text",
    CASE_KIND: "Text",
    ROLE: "Text",
    PLACE_KIND: "Text",
    PRIORITY: "Text",
}
"""Every variable, with its type as the standard names it."""
PEOPLE = frozenset({"participant", "author", "respondent", "speaker"})
"""Voices that are one person each; a table group or the unnamed voices of a source are nobody in particular."""

Selections = Mapping[str, Sequence[str]]
"""Per excerpt id the GUIDs of the selections that stand for it."""


def source_guid(document: Document) -> str:
    """A source in one version: a redacted text is another source, or old offsets would point into new words."""
    return guid("source", document.document_id, document.version)


def moment(at: datetime) -> str:
    """A time as the standard writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def add_value(parent: Element, name: str, value: str | None) -> None:
    """One variable's value, in the element that its type asks for; nothing where there is none."""
    if value:
        variable = SubElement(parent, "VariableValue")
        SubElement(variable, "VariableRef", {"targetGUID": guid("variable", name)})
        SubElement(variable, f"{TYPES[name]}Value").text = wording.printable(value)


def variables_of(holding: Iterable[Element]) -> list[Element]:
    """The variables that these elements hold values of."""
    used = {ref.get("targetGUID") for element in holding for ref in element.iter("VariableRef")}
    return [
        Element("Variable", {"guid": guid("variable", name), "name": name, "typeOfVariable": kind})
        for name, kind in TYPES.items()
        if guid("variable", name) in used
    ]


def cases_of(coding: Coding, selections: Selections) -> list[Element]:
    """Collaboratives, then people; each with the sources that are wholly theirs and their coded passages elsewhere."""
    return [*_collaboratives(coding, selections), *_people(coding, selections)]


def sets_of(coding: Coding) -> list[Element]:
    """A set for each event, with its sources."""
    members: dict[str, list[Document]] = {}
    for document in coding.documents.values():
        members.setdefault(document.event_id, []).append(document)
    titles = {event_id: one.title for event_id, one in coding.events.items()}
    days = {event_id: wording.day(min(one.date for one in documents)) for event_id, documents in members.items()}
    names = told_apart({event_id: (titles.get(event_id, event_id), days[event_id]) for event_id in members})
    made = []
    for event_id, documents in members.items():
        one = Element("Set", {"guid": guid("set", "event", event_id), "name": wording.printable(names[event_id])})
        SubElement(one, "Description").text = f"Event of {days[event_id]}"
        for document in documents:
            SubElement(one, "MemberSource", {"targetGUID": source_guid(document)})
        made.append(one)
    return made


def _collaboratives(coding: Coding, selections: Selections) -> Iterable[Element]:
    heard = {document.collaborative for document in coding.documents.values()}
    heard |= {speaks_for(excerpt) for excerpt in coding.excerpts}
    told_by_visitors = {excerpt.document_id for excerpt in coding.excerpts if visited(excerpt)}
    known = {one.slug: one for one in coding.programme.collaboratives}
    for slug in sorted(slug for slug in heard if slug):
        case = _case("collaborative", slug, coding.place(slug))
        add_value(case, CASE_KIND, "collaborative")
        if slug in known:
            add_value(case, PLACE_KIND, known[slug].kind)
            add_value(case, PRIORITY, known[slug].priority)
        own = {key for key, document in coding.documents.items() if document.collaborative == slug} - told_by_visitors
        _belonging(case, coding, own, [one for one in coding.excerpts if speaks_for(one) == slug], selections)
        yield case


def _people(coding: Coding, selections: Selections) -> Iterable[Element]:
    said: dict[str, list[Excerpt]] = {}
    for excerpt in coding.excerpts:
        if excerpt.voice.basis in PEOPLE:
            said.setdefault(excerpt.voice.voice_id, []).append(excerpt)
    first = {key: (found[0].voice.label, coding.documents[found[0].document_id]) for key, found in said.items()}
    names = told_apart({key: (label, coding.title(document)) for key, (label, document) in first.items()})
    for voice_id, found in said.items():
        case = _case("voice", voice_id, names[voice_id])
        add_value(case, CASE_KIND, "person")
        add_value(case, ROLE, next((one.role for one in found if one.role), None))
        add_value(case, COLLABORATIVE, coding.place(next(filter(None, map(speaks_for, found)), None)))
        written = {one.document_id for one in found if one.voice.basis == "author"}
        _belonging(case, coding, written, found, selections)
        yield case


def _case(kind: str, key: str, name: str) -> Element:
    return Element("Case", {"guid": guid("case", kind, key), "name": wording.printable(name)})


def _belonging(
    case: Element, coding: Coding, whole: set[str], excerpts: Iterable[Excerpt], selections: Selections
) -> None:
    """References come last in a case: first to the documents that are wholly its own, then to passages of others."""
    for document_id, document in coding.documents.items():
        if document_id in whole:
            SubElement(case, "SourceRef", {"targetGUID": source_guid(document)})
    for excerpt in excerpts:
        if excerpt.document_id not in whole:
            for selection in selections.get(excerpt.excerpt_id, ()):
                SubElement(case, "SelectionRef", {"targetGUID": selection})
