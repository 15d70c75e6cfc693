"""Hand-over to NVivo, ATLAS.ti, MAXQDA and QualCoder: a REFI-QDA project (.qdpx) and codebook (.qdc).

The standard counts code points, some programs count UTF-16 units and some add a byte-order mark. So texts leave with LF,
without a mark, and with characters beyond the first plane replaced one for one: then all of them count alike.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.coding.refi import CODEBOOK, MACHINE, PROJECT, STANCES_CODE
from learnbrief.corpus.coding.refi import guid as _guid
from learnbrief.corpus.counting import holds
from learnbrief.corpus.document import Document, Excerpt
from learnbrief.corpus.tag import EffectiveTag
from learnbrief.outputs.export.coding_tables import Coding
from learnbrief.outputs.layout import wording

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file for another program, and what it could not carry over as it was."""

    content: bytes
    losses: tuple[str, ...] = ()


def export_qdpx(coding: Coding, *, project: str, at: datetime) -> Exchange:
    """The coding as a project; made again from the same coding it is the same file, byte for byte."""
    root = Element("Project", {"xmlns": PROJECT, "name": wording.printable(project), "origin": "learnbrief"})
    root.set("creationDateTime", _moment(at))
    coders = [MACHINE, *sorted({tag.coder for tag in coding.tags if tag.coder})]
    users = SubElement(root, "Users")
    for coder in coders:
        SubElement(users, "User", {"guid": _guid("user", coder), "name": wording.printable(coder)})
    _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), coding.codebook)
    _variables(root, coding)
    sources = Element("Sources")
    texts: dict[str, str] = {}
    losses: list[str] = []
    held = _held(coding)
    for document in coding.documents.values():
        text, loss = _portable(document)
        losses += loss
        texts[_guid("source", document.document_id, document.version)] = text
        _source(sources, document, held.get(document.document_id, ()), coding, at)
    if len(sources):
        root.append(sources)
    return Exchange(_packed(_xml(root), texts), tuple(losses))


def export_qdc(codebook: Codebook) -> bytes:
    """The codebook alone, for programs that take it without the material."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": "learnbrief"})
    _codes(SubElement(root, "Codes"), codebook)
    return _xml(root)


def _codes(parent: Element, codebook: Codebook) -> None:
    """Topics, then stances under one code that cannot itself be applied; sub-themes within their theme."""
    made: dict[str | None, Element] = {None: parent}
    topics = [theme for theme in codebook.themes if theme.facet is Facet.TOPIC]
    for theme in _parents_first(topics):
        made[theme.slug] = _code(made.get(theme.parent, parent), theme)
    if codebook.stances:
        attributes = {"guid": _guid("code", STANCES_CODE), "name": "How it is said (stance)", "isCodable": "false"}
        stances = SubElement(parent, "Code", attributes)
        for theme in codebook.stances:
            _code(stances, theme)


def _parents_first(themes: Iterable[Theme]) -> list[Theme]:
    waiting, ordered = list(themes), list[Theme]()
    known: set[str | None] = {None}
    while waiting:
        ready = [theme for theme in waiting if theme.parent in known] or waiting
        ordered += ready
        known |= {theme.slug for theme in ready}
        waiting = [theme for theme in waiting if theme not in ready]
    return ordered


def _code(parent: Element, theme: Theme) -> Element:
    attributes = {"guid": _guid("code", theme.slug), "name": wording.printable(theme.name), "isCodable": "true"}
    code = SubElement(parent, "Code", attributes)
    lines = [theme.definition]
    lines += [f"Include: {line}" for line in theme.include] + [f"Exclude: {line}" for line in theme.exclude]
    if any(lines):
        SubElement(code, "Description").text = wording.printable("\n".join(line for line in lines if line))
    return code


VARIABLES = ("Kind of source", "Date", "Collaborative")


def _variables(root: Element, coding: Coding) -> None:
    if not coding.documents:
        return
    variables = SubElement(root, "Variables")
    for name in VARIABLES:
        SubElement(variables, "Variable", {"guid": _guid("variable", name), "name": name, "typeOfVariable": "Text"})


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
    parent: Element, document: Document, held: Iterable[tuple[Excerpt, EffectiveTag]], coding: Coding, at: datetime
) -> None:
    """One text; a selection for each span, code and coder, the only layout in which all three survive an import."""
    guid = _guid("source", document.document_id, document.version)
    about = {"guid": guid, "name": wording.printable(document.title), "plainTextPath": f"internal://{guid}.txt"}
    source = SubElement(parent, "TextSource", {**about, "creationDateTime": _moment(at)})
    for excerpt, tag in sorted(held, key=lambda pair: (pair[0].start, pair[0].end, pair[1].theme, pair[1].coder or "")):
        coder = tag.coder or MACHINE
        key = (excerpt.excerpt_id, tag.theme, coder)
        place = {"startPosition": str(excerpt.start), "endPosition": str(excerpt.end)}
        when = {"creatingUser": _guid("user", coder), "creationDateTime": _moment(at)}
        selection = SubElement(
            source,
            "PlainTextSelection",
            {"guid": _guid("selection", *key), **place, "name": excerpt.excerpt_id, **when},
        )
        SubElement(selection, "Description").text = wording.printable(_standing(tag, excerpt))
        code = SubElement(selection, "Coding", {"guid": _guid("coding", *key), **when})
        SubElement(code, "CodeRef", {"targetGUID": _guid("code", tag.theme)})
    values = (wording.kind(document.kind.value), document.date.isoformat(), coding.place(document.collaborative))
    for name, value in zip(VARIABLES, values, strict=True):
        if value:
            variable = SubElement(source, "VariableValue")
            SubElement(variable, "VariableRef", {"targetGUID": _guid("variable", name)})
            SubElement(variable, "TextValue").text = wording.printable(value)


def _standing(tag: EffectiveTag, excerpt: Excerpt) -> str:
    """What the exchange format has no place for: who spoke, and how the code came about."""
    said = [excerpt.voice.label, excerpt.role or "", excerpt.mode.value]
    score = f", {tag.score_kind.value} {tag.score:.2f}" if tag.score is not None and tag.score_kind else ""
    return f"{', '.join(part for part in said if part)}. {wording.capital(tag.status.value)}{score}."


def portable(text: str) -> str:
    """A frozen text as every program counts it; each character keeps its place."""
    return _ASTRAL.sub("\ufffd", wording.printable(text))


def _portable(document: Document) -> tuple[str, list[str]]:
    """The portable text, and what that cost."""
    replaced = len(_ASTRAL.findall(document.text))
    loss = [
        f"{document.title}: {wording.counted(replaced, 'emoji or rare character', 'emoji or rare characters')} replaced"
    ]
    return portable(document.text), loss if replaced else []


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


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
