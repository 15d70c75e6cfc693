"""Withdrawal: somebody's words, or a whole source, leave the store and the workspace for good.

What is withdrawn from a text that others share is overwritten in place, character for character, so that every
offset into the rest still holds. That it happened is logged; what it was is not. Backups and files taken out of the
workspace are not reached: say so to whoever asked.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, select, text, update

from learnbrief.corpus.deidentify.keyfile import Keyfile, write_restricted
from learnbrief.corpus.deidentify.quotations import Quotations, Taken, quotes_any, successor
from learnbrief.corpus.deidentify.spellings import name_key
from learnbrief.corpus.deidentify.words import fold
from learnbrief.corpus.document import Document, Excerpt, Passage
from learnbrief.corpus.errors import NotFound
from learnbrief.corpus.identity import content_hash, stable_id
from learnbrief.corpus.store import Store, schema

FILLER = "█"
PUBLISHED = "-published"
"""Ends the name of the folder in which a brief's published view stands."""
_TELLING = ("about.toml", "material.csv")
"""Files of the material that tell of others."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal did, in numbers and ids; nothing of what was withdrawn."""

    documents_removed: tuple[str, ...]
    documents_changed: tuple[str, ...]
    """Sources that others share; what was withdrawn from them is overwritten in every version."""
    excerpts: int
    briefs: Mapping[str, str] = field(default_factory=dict)
    """Id of each brief that quoted the words, and of the redacted brief in its place; its files are to be written."""
    analyses_dropped: int = 0
    models_dropped: int = 0
    files_removed: int = 0
    not_covered: tuple[str, ...] = ("backups made earlier", "copies and exports outside the workspace")


def forget_document(store: Store, root: Path, document_id: str) -> Withdrawal:
    """A whole source leaves: every version, what was cut and made of it, its file and its originals."""
    taken = Taken(whole={document_id})
    versions = _versions(store, document_id)
    if not versions:
        raise NotFound(f"no document {document_id!r}; 'learnbrief privacy' lists them")
    for document in versions:
        _take_whole(store, taken, document)
    return _withdraw(store, root, taken)


def forget_participant(store: Store, root: Path, wanted: str, *, keyfile: Keyfile) -> Withdrawal:
    """A participant leaves, told by pseudonym or name: their words everywhere, their row in the register, their key."""
    pseudonym = _pseudonym(store, keyfile, wanted)
    taken = Taken(pseudonym=pseudonym)
    for document_id in store.documents.ids():
        _take_of(store, taken, _versions(store, document_id), pseudonym)
    done = _withdraw(store, root, taken)
    _strike_from_register(root, set(keyfile.names_of("Person", pseudonym)))
    keyfile.forget(pseudonym)
    keyfile.save()
    return done


def _pseudonym(store: Store, keyfile: Keyfile, wanted: str) -> str:
    found = keyfile.known("Person", name_key(wanted)) or wanted.strip().strip("[]")
    if found not in store.participants.all() and not keyfile.names_of("Person", found):
        raise NotFound("nobody of that name or pseudonym takes part; 'participants.csv' lists who does")
    return found


def _versions(store: Store, document_id: str) -> list[Document]:
    table = schema.document
    chosen = select(table.c.version).where(table.c.document_id == document_id).order_by(table.c.version)
    with store.transaction() as connection:
        numbers = connection.execute(chosen).scalars().all()
    return [store.documents.get(document_id, number) for number in numbers]


def _take_whole(store: Store, taken: Taken, document: Document) -> None:
    taken.texts.append(document.text)
    taken.hashes.add(document.content_hash)
    taken.excerpts |= {one.excerpt_id: one for one in store.excerpts.of(document.document_id, document.version)}


def _take_of(store: Store, taken: Taken, versions: Sequence[Document], pseudonym: str) -> None:
    """What one person said or wrote in a source; all of it where nobody else speaks there."""
    spans = {document.version: list(_spans_of(store, document, pseudonym)) for document in versions}
    if not any(spans.values()) and all(document.author != pseudonym for document in versions):
        return
    if any(document.author == pseudonym or _nobody_else(document, pseudonym) for document in versions):
        taken.whole.add(versions[0].document_id)
        for document in versions:
            _take_whole(store, taken, document)
        return
    for document in versions:
        taken.hashes.add(document.content_hash)
        taken.stretches[document.document_id, document.version] = spans[document.version]
        taken.texts += [document.text[start:end] for start, end in spans[document.version]]
        taken.excerpts |= {
            one.excerpt_id: one
            for one in store.excerpts.of(document.document_id, document.version)
            if any(start < one.end and one.start < end for start, end in spans[document.version])
        }


def _spans_of(store: Store, document: Document, pseudonym: str) -> Iterator[tuple[int, int]]:
    for passage in document.source.passages:
        if passage.speaker == pseudonym:
            yield passage.start, passage.end
    for excerpt in store.excerpts.of(document.document_id, document.version):
        if excerpt.voice.label == pseudonym:
            yield excerpt.start, excerpt.end


def _nobody_else(document: Document, pseudonym: str) -> bool:
    return {passage.speaker for passage in document.source.passages if passage.layout != "heading"} == {pseudonym}


def _withdraw(store: Store, root: Path, taken: Taken) -> Withdrawal:
    """Files first and the key last: a withdrawal that was cut short is finished by asking for it again."""
    files = _remove_files(root, taken)
    _remove_originals(store, root, taken)
    if (root / "codebook.yaml").exists():
        codebook = root / "codebook.yaml"
        _rewrite(codebook, Quotations(taken.texts).clean(codebook.read_text(encoding="utf-8")))
    with store.transaction():
        briefs = _replace_briefs(store, taken)
        analyses = _drop_analyses(store, taken)
        models = store.models.drop()
        _thin_topics(store, taken)
        _remove_excerpts(store, taken)
        _remove_documents(store, taken)
        _scrub(store, taken)
        if taken.pseudonym:
            store.participants.remove(taken.pseudonym)
        store.logbook.add("Material was withdrawn at somebody's request.")
    for old in briefs:
        for folder in (old, old + PUBLISHED):
            shutil.rmtree(root / "briefs" / folder, ignore_errors=True)
    _wipe(store)
    changed = sorted({document_id for document_id, _ in taken.stretches} - taken.whole)
    return Withdrawal(tuple(sorted(taken.whole)), tuple(changed), len(taken.excerpts), briefs, analyses, models, files)


def _remove_files(root: Path, taken: Taken) -> int:
    """The files that were taken in, wherever they wait or stand, and everything that can be made again."""
    gone = []
    for folder in (root / "material", root / "inbox"):
        for path in [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]:
            if content_hash(path.read_bytes()) in taken.hashes:
                path.unlink()
                gone.append(path)
    for folder in {path.parent for path in gone} - {root / "material", root / "inbox"}:
        if all(left.name in _TELLING for left in folder.iterdir()):
            shutil.rmtree(folder)
    for table in (root / "material").rglob("material.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        _rewrite(table, "".join(line for line in lines if not any(path.name in line for path in gone)))
    shutil.rmtree(root / ".cache", ignore_errors=True)
    return len(gone)


def _rewrite(path: Path, content: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(content, encoding="utf-8")
    part.chmod(path.stat().st_mode & 0o777)
    part.replace(path)


def _remove_originals(store: Store, root: Path, taken: Taken) -> None:
    folder = root / "restricted" / "originals"
    for path in sorted(folder.glob("*.json")):
        if path.stem in taken.whole:
            path.unlink()
            continue
        versions = json.loads(path.read_text(encoding="utf-8"))
        kept = {
            number: [one for one in entries if not _is_theirs(store, taken, path.stem, int(number), *one[:2])]
            for number, entries in versions.items()
        }
        if kept != versions:
            write_restricted(path, kept)


def _is_theirs(store: Store, taken: Taken, document_id: str, version: int, start: int, end: int) -> bool:
    """Whether a replacement stands for the person, or within what is withdrawn."""
    if any(begin <= start and end <= stop for begin, stop in taken.stretches.get((document_id, version), [])):
        return True
    if taken.pseudonym is None:
        return False
    number = taken.pseudonym.removeprefix("Person ")
    written = store.documents.get(document_id, version).text[start:end]
    return re.fullmatch(rf"\[?Person (?:\d+ or )*{re.escape(number)}(?: or \d+)*\]?", written) is not None


def _replace_briefs(store: Store, taken: Taken) -> dict[str, str]:
    """Each brief that holds any of the words gives way to one without them; a signed one must be signed again."""
    successors: dict[str, str] = {}
    for stored in store.briefs.all():
        if not quotes_any(stored.value, taken):
            continue
        new_id = successors[stored.brief_id] = stable_id("b", stored.brief_id, "withdrawn")
        status = "draft" if stored.status == "draft" else "in review"
        given: dict[str, Any] = {"internal": stored.value, "brief_id": new_id, "status": status}
        value = successor(stored.value, taken, **given)
        apart = given | {"brief_id": new_id + PUBLISHED}
        published = successor(stored.published, taken, **apart) if stored.published else None
        _delete_brief(store, stored.brief_id)
        store.briefs.put(
            new_id,
            title=stored.title,
            status=status,
            scope=stored.scope,
            run_id=stored.run_id,
            value=value,
            published=published,
        )
    return successors


def _delete_brief(store: Store, brief_id: str) -> None:
    table = schema.brief
    with store.transaction() as connection:
        connection.execute(update(table).where(table.c.supersedes == brief_id).values(supersedes=None))
        connection.execute(delete(table).where(table.c.brief_id == brief_id))


def _drop_analyses(store: Store, taken: Taken) -> int:
    """Analyses rest on the words, in phrases and rankings too: the next run makes them anew."""
    return _delete_rows(store, schema.analysis, "run_id", lambda row: _mentions(row["value"], taken.excerpts))


def _thin_topics(store: Store, taken: Taken) -> None:
    """A topic keeps the words that somebody else also used; one that nobody else is in goes."""
    _delete_rows(
        store, schema.topic, "topic_id", lambda row: set(row["value"].get("excerpts", ())) <= set(taken.excerpts)
    )
    table = schema.topic
    with store.transaction() as connection:
        for row in connection.execute(select(table)).mappings().all():
            value = row["value"]
            left = [one for one in value.get("excerpts", ()) if one not in taken.excerpts]
            if len(left) == len(value.get("excerpts", ())):
                continue
            spoken = fold(" ".join(excerpt.text for excerpt in _known(store, left)))
            words = [word for word in value.get("keywords", ()) if fold(word) in spoken]
            label = value["label"] if fold(value["label"]) in spoken else ", ".join(words[:3]) or "unnamed topic"
            thinned = {**value, "excerpts": left, "keywords": words, "label": label}
            connection.execute(update(table).where(table.c.topic_id == row["topic_id"]).values(value=thinned))


def _known(store: Store, excerpt_ids: Sequence[str]) -> list[Excerpt]:
    present = {excerpt.excerpt_id: excerpt for excerpt in store.excerpts.current()}
    return [present[one] for one in excerpt_ids if one in present]


def _mentions(value: Any, excerpt_ids: Iterable[str]) -> bool:
    written = json.dumps(value)
    return any(f'"{excerpt_id}"' in written for excerpt_id in excerpt_ids)


def _delete_rows(store: Store, table: Table, key: str, goes: Callable[[Mapping[str, Any]], bool]) -> int:
    with store.transaction() as connection:
        keys = [row[key] for row in connection.execute(select(table)).mappings().all() if goes(dict(row))]
        for one in keys:
            connection.execute(delete(table).where(table.c[key] == one))
    return len(keys)


def _remove_excerpts(store: Store, taken: Taken) -> None:
    store.words.remove(taken.excerpts)
    with store.transaction() as connection:
        for excerpt_id in taken.excerpts:
            for table in (schema.tag, schema.tagged, schema.excerpt):
                connection.execute(delete(table).where(table.c.excerpt_id == excerpt_id))
        # Sentences and phrases were encoded too, under hashes that nobody can tell apart: keep what others say.
        kept = {content_hash(words) for words in connection.execute(select(schema.excerpt.c.text)).scalars()}
        vector = schema.vector
        for found in connection.execute(select(vector.c.text_hash).distinct()).scalars().all():
            if found not in kept:
                connection.execute(delete(vector).where(vector.c.text_hash == found))


def _remove_documents(store: Store, taken: Taken) -> None:
    with store.transaction() as connection:
        for document_id in taken.whole:
            for table in (
                schema.document,
                schema.privacy_mark,
                schema.privacy_check,
                schema.survey_answer,
                schema.review,
            ):
                connection.execute(delete(table).where(table.c.document_id == document_id))
        heard = set(connection.execute(select(schema.document.c.event_id)).scalars())
        _delete_rows(store, schema.event, "event_id", lambda row: row["event_id"] not in heard)
    for (document_id, version), spans in taken.stretches.items():
        if document_id not in taken.whole:
            _blot(store, store.documents.get(document_id, version), spans)


def _blot(store: Store, document: Document, spans: Sequence[tuple[int, int]]) -> None:
    """Overwrite the stretches in place; their passages, marks and reviews go."""
    characters = list(document.text)
    for start, end in spans:
        characters[start:end] = [one if one == "\n" else FILLER for one in characters[start:end]]
    kept = [passage for passage in document.source.passages if not _touches(passage, spans)]
    here = {"document_id": document.document_id, "version": document.version}
    with store.transaction() as connection:
        packed = connection.execute(_where(select(schema.document.c.passages), schema.document, here)).scalar() or []
        starts = {passage.start for passage in kept}
        connection.execute(
            _where(update(schema.document), schema.document, here).values(
                text="".join(characters), passages=[one for one in packed if one["start"] in starts]
            )
        )
        for table in (schema.privacy_mark, schema.review):
            for start, end in spans:
                inside = _where(delete(table), table, here).where(table.c.start < end, table.c.end > start)
                connection.execute(inside)


def _where(statement: Any, table: Table, columns: Mapping[str, Any]) -> Any:
    return statement.where(*(table.c[name] == value for name, value in columns.items()))


def _touches(passage: Passage, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < passage.end and passage.start < end for start, end in spans)


def _scrub(store: Store, taken: Taken) -> None:
    """Comments, rewordings, reasons, messages and codebook lines that quote the words lose them."""
    scrubber = Quotations(taken.texts)
    for table in (schema.review, schema.tag, schema.job, schema.codebook, schema.skipped, schema.event, schema.topic):
        columns = [column for column in table.columns if not column.primary_key]
        with store.transaction() as connection:
            for row in connection.execute(select(table)).mappings().all():
                changed = {
                    column.name: cleaned
                    for column in columns
                    if (cleaned := scrubber.clean(row[column.name])) != row[column.name]
                }
                if changed:
                    keys = {column.name: row[column.name] for column in table.primary_key}
                    connection.execute(_where(update(table), table, keys).values(**changed))


def _strike_from_register(root: Path, names: set[str]) -> None:
    """The register without the person's row, and files that tell of others without the name."""
    register = root / "participants.csv"
    if not register.exists():
        return
    rows = list(csv.reader(io.StringIO(register.read_text(encoding="utf-8-sig"))))
    header = [cell.strip().casefold() for cell in rows[0]] if rows else ["name"]
    column = header.index("name")
    theirs = [row for row in rows[1:] if len(row) > column and name_key(row[column]) in names]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row for row in rows if row not in theirs])
    told_as = (cell for row in theirs for key, cell in zip(header, row, strict=False) if key in {"name", "variants"})
    written = {way.strip() for cell in told_as for way in cell.split(";") if " " in way.strip()}
    for path in (path for name in _TELLING for path in (root / "material").rglob(name)):
        told = path.read_text(encoding="utf-8-sig")
        for name in sorted(written, key=len, reverse=True):
            told = re.sub(re.escape(name), "withdrawn", told, flags=re.IGNORECASE)
        _rewrite(path, told)
    _rewrite(register, out.getvalue())


def _wipe(store: Store) -> None:
    """Nothing lingers in free pages, in the log before the file, or in the index."""
    engine = store.database.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        connection.execute(text("VACUUM" if store.database.is_sqlite else "VACUUM FULL"))
        if store.database.is_sqlite:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
