"""What was made of the material: codebook versions, runs, analyses, topics, learned taggers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select, update

from learnbrief.corpus.codebook import Codebook, parse_codebook, write_codebook
from learnbrief.corpus.errors import NotFound, StaleEdit
from learnbrief.corpus.finding import Analysis, Run, Scope, Topic
from learnbrief.corpus.identity import stable_id
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database, now
from learnbrief.corpus.store.kept import Kept
from learnbrief.corpus.store.parts import parts

_ANALYSIS = TypeAdapter(Analysis)
_RUN = TypeAdapter(Run)
_SCOPE = TypeAdapter(Scope)
_TOPIC = TypeAdapter(Topic)


class Codebooks:
    """Every version of the codebook, in order."""

    def __init__(self, database: Database) -> None:
        self._database, self._read = database, Kept[Codebook]()

    def put(self, codebook: Codebook, *, made_by: str | None = None, note: str | None = None) -> None:
        """Keep this version as the current one; the same version again changes nothing."""
        with self._database.transaction() as connection:
            last = connection.execute(
                select(schema.codebook.c.version).order_by(schema.codebook.c.number.desc()).limit(1)
            ).scalar()
            if last == codebook.version:
                return
            row = {
                "version": codebook.version,
                "yaml": write_codebook(codebook),
                "made_at": now(),
                "made_by": made_by,
                "note": note,
            }
            connection.execute(schema.codebook.insert(), row)

    def current(self) -> Codebook:
        """The newest version."""
        chosen = select(schema.codebook.c.yaml).order_by(schema.codebook.c.number.desc()).limit(1)
        with self._database.transaction() as connection:
            text = connection.execute(chosen).scalar()
        if text is None:
            raise NotFound("the store has no codebook yet; 'learnbrief run' reads codebook.yaml")
        return self._read.of(text, lambda: parse_codebook(text))

    def open_for_edit(self, based_on: str) -> Codebook:
        """The current codebook, held against other editors until the writing transaction around this ends.

        Raises:
            StaleEdit: it is no longer the version `based_on`, which the editor saw.
        """
        with self._database.writing():
            current = self.current()
        if current.version != based_on:
            raise StaleEdit(
                "The codebook was changed since you opened the page. Nothing was overwritten; open it again and repeat your edit."
            )
        return current

    def get(self, version: str) -> Codebook:
        """One version."""
        chosen = select(schema.codebook.c.yaml).where(schema.codebook.c.version == version).limit(1)
        with self._database.transaction() as connection:
            text = connection.execute(chosen).scalar()
        if text is None:
            raise NotFound(f"no codebook version {version!r}")
        return parse_codebook(text)

    def history(self) -> list[dict[str, Any]]:
        """Number, version, made_at, made_by and note of each, oldest first."""
        table = schema.codebook
        columns = (table.c.number, table.c.version, table.c.made_at, table.c.made_by, table.c.note)
        with self._database.transaction() as connection:
            return [dict(row._mapping) for row in connection.execute(select(*columns).order_by(table.c.number))]


class Analyses:
    """Runs and what they found, whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, run: Run, analysis: Analysis) -> None:
        """Keep what this run found."""
        made_at = now()
        with self._database.transaction():
            self._database.upsert(
                schema.run, [{"run_id": run.run_id, "value": _RUN.dump_python(run, mode="json"), "made_at": made_at}]
            )
            value = _ANALYSIS.dump_python(analysis, mode="json")
            self._database.upsert(schema.analysis, [{"run_id": run.run_id, "value": value, "made_at": made_at}])

    def get(self, run_id: str) -> Analysis | None:
        """What this run found, where it has been made."""
        value = self._value(schema.analysis, run_id)
        return None if value is None else _analysis(value)

    def run(self, run_id: str) -> Run:
        """What produced it."""
        value = self._value(schema.run, run_id)
        if value is None:
            raise NotFound(f"no run {run_id!r}")
        return _RUN.validate_python(value, strict=False)

    def inputs(self, run_ids: Iterable[str]) -> dict[str, set[str]]:
        """What each of these runs was made from, without the rest of it."""
        found, table = dict[str, set[str]](), schema.run
        with self._database.transaction() as connection:
            for some in parts(set(run_ids)):
                chosen = select(table.c.run_id, table.c.value["inputs"]).where(table.c.run_id.in_(some or ()))
                found |= {run_id: set(inputs) for run_id, inputs in connection.execute(chosen)}
        return found

    def all(self) -> list[Analysis]:
        """Every analysis, oldest first."""
        with self._database.transaction() as connection:
            values = connection.execute(select(schema.analysis.c.value).order_by(schema.analysis.c.made_at)).scalars()
            return [_analysis(value) for value in values]

    def newest(self, scope: Scope) -> Analysis | None:
        """The last analysis of this very scope; only its own value is read, since a programme has hundreds."""
        wanted, kept = _SCOPE.dump_python(scope, mode="json"), schema.analysis.c.value["scope"]
        same = [
            kept[name].as_string() == value if value is not None else kept[name].as_string().is_(None)
            for name, value in wanted.items()
        ]
        chosen = select(schema.analysis.c.value).where(*same).order_by(schema.analysis.c.made_at.desc()).limit(1)
        with self._database.transaction() as connection:
            value = connection.execute(chosen).scalar()
        return None if value is None else _analysis(value)

    def _value(self, table: Any, run_id: str) -> Any:
        with self._database.transaction() as connection:
            return connection.execute(select(table.c.value).where(table.c.run_id == run_id)).scalar()


def _analysis(value: dict[str, Any]) -> Analysis:
    findings = [_upgraded(finding) for finding in value.get("findings", [])]
    return _ANALYSIS.validate_python({**value, "findings": findings}, strict=False)


def _upgraded(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding as it is kept today, also where it was made when findings stood inside themes.

    Its headings were put together by rule, and its id came from theme and side too; its silences named collaboratives
    without having looked at how much of theirs was read, so they claim more than was known and are left out.
    """
    if "key_phrase" not in finding:
        return finding
    kept = {key: value for key, value in finding.items() if key not in ("key_phrase", "silent")}
    born = stable_id("f", finding["theme"], finding["stance"], sorted(finding["evidence"]))
    return {**kept, "identity": born, "heading_from": "composed"}


class Topics:
    """Inductive topics; those no longer current keep their ids, so that none is given twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, topics: Iterable[Topic]) -> None:
        """These are the current topics."""
        rows = [
            {"topic_id": topic.topic_id, "value": _TOPIC.dump_python(topic, mode="json"), "current": True}
            for topic in topics
        ]
        with self._database.transaction() as connection:
            connection.execute(update(schema.topic).values(current=False))
            self._database.upsert(schema.topic, rows)

    def current(self) -> list[Topic]:
        """The topics of the last discovery."""
        chosen = select(schema.topic.c.value).where(schema.topic.c.current).order_by(schema.topic.c.topic_id)
        with self._database.transaction() as connection:
            return [_TOPIC.validate_python(value, strict=False) for value in connection.execute(chosen).scalars()]


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A learned tagger as it is kept."""

    model_id: str
    made_at: str
    status: str
    scores: dict[str, Any]
    trained_on: tuple[str, ...]
    blob: bytes


class Models:
    """Learned taggers: a run proposes, a person accepts or refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(self, model_id: str, blob: bytes, *, scores: dict[str, Any], trained_on: Iterable[str]) -> None:
        """Keep a model for a person to decide on."""
        row = {
            "model_id": model_id,
            "made_at": now(),
            "status": "proposed",
            "scores": scores,
            "trained_on": list(trained_on),
            "blob": blob,
        }
        self._database.upsert(schema.tagger_model, [row])

    def decide(self, model_id: str, *, accept: bool) -> bool:
        """Put a proposed model to use, in place of the one used so far, or refuse it; false where that is done already.

        Raises:
            StaleEdit: somebody decided otherwise meanwhile.
        """
        table, wanted = schema.tagger_model, "accepted" if accept else "refused"
        with self._database.writing() as connection:
            status = connection.execute(select(table.c.status).where(table.c.model_id == model_id)).scalar()
            if status is None:
                raise NotFound(f"no tagger {model_id!r}")
            if status == wanted:
                return False
            if status != "proposed":
                raise StaleEdit(f"This tagger is {status} meanwhile. Nothing was changed; open the codebook again.")
            if accept:
                connection.execute(update(table).where(table.c.status == "accepted").values(status="replaced"))
            connection.execute(update(table).where(table.c.model_id == model_id).values(status=wanted))
        return True

    def accepted(self) -> StoredModel | None:
        """The model in use."""
        return next((model for model in reversed(self.all()) if model.status == "accepted"), None)

    def all(self) -> list[StoredModel]:
        """Every model, oldest first."""
        table = schema.tagger_model
        with self._database.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.made_at, table.c.model_id))
            return [StoredModel(**{**row._mapping, "trained_on": tuple(row.trained_on)}) for row in rows]

    def drop(self) -> int:
        """Remove every model: after a withdrawal none may remember what it was taught."""
        with self._database.transaction() as connection:
            count = connection.execute(select(func.count()).select_from(schema.tagger_model)).scalar() or 0
            connection.execute(schema.tagger_model.delete())
            return count
