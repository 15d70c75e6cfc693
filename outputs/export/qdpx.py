"""Hand-over to NVivo, ATLAS.ti, MAXQDA and QualCoder: a REFI-QDA project (.qdpx) and codebook (.qdc).

The standard counts code points, some programs count UTF-16 units and some add a byte-order mark. So texts leave with LF,
without a mark, and with characters beyond the first plane replaced one for one: then all of them count alike.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.coding.refi import CODEBOOK, MACHINE, OURS, PROJECT, STANCES_CODE, guid
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.tag import EffectiveTag, Review, TagStatus
from learnbrief.outputs.export.coding_tables import Coding, description_of
from learnbrief.outputs.export.qdpx_cases import (
    COLLABORATIVE,
    DATE,
    KIND,
    PEOPLE,
    add_value,
    cases_of,
    moment,
    sets_of,
    source_guid,
    variables_of,
)
from learnbrief.outputs.layout import wording

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
Words = tuple[int, int]
"""Where they stand in their source."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file for another program, and what it could not carry over as it was."""

    content: bytes
    losses: tuple[str, ...] = ()


def export_qdpx(coding: Coding, *, project: str, at: datetime) -> Exchange:
    """The coding as a project; made again from the same coding it is the same file, byte for byte.

    Collaboratives and the people heard are its cases, events its sets, comments its notes. What a person decided or
    wrote carries that person and moment; a suggestion stands as of `at`.
    """
    root = Element("Project", {"xmlns": PROJECT, "name": wording.printable(project), "origin": OURS})
    root.set("creationDateTime", moment(at))
    _users(SubElement(root, "Users"), coding)
    _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), coding.codebook, _beside_themes(coding))
    held, commented = _held(coding), _commented_on(coding)
    sources, texts = Element("Sources"), dict[str, str]()
    losses: list[str] = []
    for document in coding.documents.values():
        text, loss = _portable(document, coding)
        losses += loss
        texts[source_guid(document)] = text
        key = document.document_id
        _source(sources, document, held.get(key, ()), commented.get(key, ()), coding, at)
    noted = _notes(coding)
    texts |= {note.get("guid", ""): words for note, words in noted}
    selections = {excerpt: guids for pairs in held.values() for excerpt, guids in _selections(pairs, coding).items()}
    cases = cases_of(coding, selections)
    parts = (
        ("Variables", variables_of([*cases, sources])),
        ("Cases", cases),
        ("Sources", list(sources)),
        ("Notes", [note for note, _ in noted]),
        ("Sets", sets_of(coding)),
    )
    for name, elements in parts:
        if elements:  # the schema refuses an empty container
            SubElement(root, name).extend(elements)
    _refer(root, [one for one in coding.memos if one.document_id is None and one.theme not in coding.codebook])
    losses += _no_place_for(coding, selections)
    return Exchange(_packed(_xml(root), texts), tuple(losses))


def _no_place_for(coding: Coding, selections: Mapping[str, Sequence[str]]) -> list[str]:
    """What people said and decided that the standard cannot tell."""
    refused = sum(tag.checked and tag.status is TagStatus.REJECTED for tag in coding.tags)
    spoken = (one for one in coding.excerpts if one.voice.basis in PEOPLE and one.voice.basis != "author")
    uncoded = sum(one.excerpt_id not in selections for one in spoken)
    losses = []
    if refused:
        losses.append(f"{wording.counted(refused, 'decision', 'decisions')} that a theme does not apply")
    if uncoded:
        passages = wording.counted(uncoded, "passage without a theme is", "passages without a theme are")
        losses.append(f"{passages} not in the case of the person who said so; the words are there")
    return losses


def _users(parent: Element, coding: Coding) -> None:
    """Suggestions and each person apart: a program must never take one for the other."""
    people = {tag.coder for tag in coding.tags if tag.coder}
    people |= {review.coder for reviews in (*coding.comments.values(), coding.memos) for review in reviews}
    for coder in (MACHINE, *sorted(people)):
        SubElement(parent, "User", {"guid": guid("user", coder), "name": wording.printable(coder)})


def export_qdc(codebook: Codebook) -> bytes:
    """The codebook alone, for programs that take it without the material."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": OURS})
    _codes(SubElement(root, "Codes"), codebook, {})
    return _xml(root)


def _beside_themes(coding: Coding) -> dict[str, list[Review]]:
    """Per theme what people wrote beside it; what stands beside one that is gone goes to the project."""
    found: dict[str, list[Review]] = {}
    for one in coding.memos:
        if one.document_id is None and one.theme and one.theme in coding.codebook:
            found.setdefault(one.theme, []).append(one)
    return found


def _refer(element: Element, memos: Iterable[Review]) -> None:
    """Leads from what they are about to the notes."""
    for one in memos:
        SubElement(element, "NoteRef", {"targetGUID": guid("note", one.review_id)})


def _codes(parent: Element, codebook: Codebook, memos: Mapping[str, Sequence[Review]]) -> None:
    """Topics, then stances under one code that cannot itself be applied; sub-themes within their theme."""
    made: dict[str | None, Element] = {None: parent}
    topics = [theme for theme in codebook.themes if theme.facet is Facet.TOPIC]
    for theme in _parents_first(topics):
        made[theme.slug] = _code(made.get(theme.parent, parent), theme, memos.get(theme.slug, ()))
    if codebook.stances:
        attributes = {"guid": guid("code", STANCES_CODE), "name": "How it is said (stance)", "isCodable": "false"}
        stances = SubElement(parent, "Code", attributes)
        for theme in codebook.stances:
            _code(stances, theme, memos.get(theme.slug, ()))


def _parents_first(themes: Iterable[Theme]) -> list[Theme]:
    waiting, ordered = list(themes), list[Theme]()
    known: set[str | None] = {None}
    while waiting:
        ready = [theme for theme in waiting if theme.parent in known] or waiting
        ordered += ready
        known |= {theme.slug for theme in ready}
        waiting = [theme for theme in waiting if theme not in ready]
    return ordered


def _code(parent: Element, theme: Theme, memos: Iterable[Review]) -> Element:
    attributes = {"guid": guid("code", theme.slug), "name": wording.printable(theme.name), "isCodable": "true"}
    code = SubElement(parent, "Code", attributes)
    if described := description_of(theme):
        SubElement(code, "Description").text = described
    _refer(code, memos)
    return code


def _held(coding: Coding) -> Mapping[str, list[tuple[Excerpt, EffectiveTag]]]:
    """Per document, every tag that stands: people's decisions, and suggestions in the bands that count."""
    excerpts = {excerpt.excerpt_id: excerpt for excerpt in coding.excerpts}
    held: dict[str, list[tuple[Excerpt, EffectiveTag]]] = {}
    for tag in coding.tags:
        excerpt = excerpts.get(tag.excerpt_id)
        if excerpt is not None and holds(tag, coding.bands) and tag.theme in coding.codebook:
            held.setdefault(excerpt.document_id, []).append((excerpt, tag))
    return held


def _source(
    parent: Element,
    document: Document,
    held: Iterable[tuple[Excerpt, EffectiveTag]],
    commented: Iterable[Excerpt],
    coding: Coding,
    at: datetime,
) -> None:
    """One text; a selection for each span, code and coder, the only layout in which all three survive an import."""
    key = source_guid(document)
    about = {"guid": key, "name": wording.printable(coding.title(document)), "plainTextPath": f"internal://{key}.txt"}
    source = SubElement(parent, "TextSource", {**about, "creationDateTime": moment(at)})
    for excerpt, tag in sorted(held, key=lambda pair: (pair[0].start, pair[0].end, pair[1].theme, pair[1].coder or "")):
        for words in _words_of(coding, excerpt, tag):
            _coded(source, excerpt, words, tag, coding.decided.get((tag.excerpt_id, tag.theme), at))
    for excerpt in commented:
        for review in coding.comments[excerpt.excerpt_id]:
            _commented(source, excerpt, review)
    _refer(source, [one for one in coding.memos if one.document_id == document.document_id])
    add_value(source, KIND, wording.kind(document.kind.value))
    add_value(source, DATE, document.date.isoformat())
    add_value(source, COLLABORATIVE, coding.place(document.collaborative))


def _words_of(coding: Coding, excerpt: Excerpt, tag: EffectiveTag) -> Sequence[Words]:
    """The words a coder marked for a theme, each stretch a selection; else the whole excerpt."""
    return coding.marks.get((excerpt.excerpt_id, tag.theme)) or [(excerpt.start, excerpt.end)]


def _selected(source: Element, name: str, words: Words, selection: str, made: Mapping[str, str], said: str) -> Element:
    place = {"startPosition": str(words[0]), "endPosition": str(words[1]), "name": name}
    selected = SubElement(source, "PlainTextSelection", {"guid": selection, **place, **made})
    SubElement(selected, "Description").text = wording.printable(said)
    return selected


def _coded(source: Element, excerpt: Excerpt, words: Words, tag: EffectiveTag, at: datetime) -> None:
    made = {"creatingUser": guid("user", tag.coder or MACHINE), "creationDateTime": moment(at)}
    selection = _selection(excerpt, tag, words)
    selected = _selected(source, excerpt.excerpt_id, words, selection, made, _standing(tag, excerpt))
    coded = guid("coding", *_key(excerpt, tag, words))
    coding = SubElement(selected, "Coding", {"guid": coded, **made})
    SubElement(coding, "CodeRef", {"targetGUID": guid("code", tag.theme)})


def _commented(source: Element, excerpt: Excerpt, review: Review) -> None:
    """A comment marks its words and leads to a note; programs that know no such notes keep the description."""
    made = {"creatingUser": guid("user", review.coder), "creationDateTime": moment(review.made_at)}
    said = str(review.payload.get("text", ""))
    words, selection = (excerpt.start, excerpt.end), guid("selection", "comment", review.review_id)
    selected = _selected(source, excerpt.excerpt_id, words, selection, made, said)
    SubElement(selected, "NoteRef", {"targetGUID": guid("note", review.review_id)})


def _selection(excerpt: Excerpt, tag: EffectiveTag, words: Words) -> str:
    return guid("selection", *_key(excerpt, tag, words))


def _key(excerpt: Excerpt, tag: EffectiveTag, words: Words) -> list[str]:
    """What tells one coding from another; a whole excerpt goes by its id alone, as in earlier exports."""
    whole = words == (excerpt.start, excerpt.end)
    return [excerpt.excerpt_id, tag.theme, tag.coder or MACHINE, *([] if whole else map(str, words))]


def _selections(held: Iterable[tuple[Excerpt, EffectiveTag]], coding: Coding) -> dict[str, list[str]]:
    """Per excerpt the selections that stand for it."""
    found: dict[str, list[str]] = {}
    for excerpt, tag in held:
        here = [_selection(excerpt, tag, words) for words in _words_of(coding, excerpt, tag)]
        found.setdefault(excerpt.excerpt_id, []).extend(here)
    return found


def _notes(coding: Coding) -> list[tuple[Element, str]]:
    """Each comment as a note with its words: as a file, since some programs drop a note that holds them itself."""
    about = [
        (f"Comment on {excerpt_id}", review) for excerpt_id, reviews in coding.comments.items() for review in reviews
    ]
    about += [(f"Memo on {_called(coding, review)}", review) for review in coding.memos]
    found = []
    for name, review in about:
        key = guid("note", review.review_id)
        told = {"guid": key, "name": wording.printable(name), "plainTextPath": f"internal://{key}.txt"}
        made = {"creatingUser": guid("user", review.coder), "creationDateTime": moment(review.made_at)}
        found.append((Element("Note", {**told, **made}), portable(str(review.payload.get("text", "")))))
    return found


def _called(coding: Coding, memo: Review) -> str:
    """What a memo is about."""
    if memo.document_id is not None:
        return coding.title(coding.documents[memo.document_id])
    if memo.theme and memo.theme in coding.codebook:
        return coding.codebook.theme(memo.theme).name
    return "a finding" if memo.target else "the project"


def _commented_on(coding: Coding) -> dict[str, list[Excerpt]]:
    """Per document the excerpts that somebody wrote beside."""
    found: dict[str, list[Excerpt]] = {}
    for excerpt in coding.excerpts:
        if excerpt.excerpt_id in coding.comments:
            found.setdefault(excerpt.document_id, []).append(excerpt)
    return found


def _standing(tag: EffectiveTag, excerpt: Excerpt) -> str:
    """What the exchange format has no place for: who spoke, and how the code came about."""
    said = [excerpt.voice.label, excerpt.role or "", excerpt.mode.value]
    score = f", {tag.score_kind.value} {tag.score:.2f}" if tag.score is not None and tag.score_kind else ""
    return f"{', '.join(part for part in said if part)}. {wording.capital(tag.status.value)}{score}."


def portable(text: str) -> str:
    """A frozen text as every program counts it; each character keeps its place."""
    return _ASTRAL.sub("\ufffd", wording.printable(text))


def _portable(document: Document, coding: Coding) -> tuple[str, list[str]]:
    """The portable text, and what that cost."""
    replaced = len(_ASTRAL.findall(document.text))
    loss = [
        f"{coding.title(document)}: {wording.counted(replaced, 'emoji or rare character', 'emoji or rare characters')} replaced"
    ]
    return portable(document.text), loss if replaced else []


def _xml(root: Element) -> bytes:
    indent(root)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _packed(project: bytes, texts: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in [
            ("project.qde", project),
            *((f"sources/{guid}.txt", text.encode()) for guid, text in texts.items()),
        ]:
            package.writestr(zipfile.ZipInfo(name, _EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()
