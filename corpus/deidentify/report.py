"""What de-identification did to each source, in numbers; no original, no name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from learnbrief.corpus.store import PrivacyMark, Store


@dataclass(frozen=True, slots=True)
class PrivacyLine:
    """One document's de-identification as it stands."""

    document_id: str
    version: int
    title: str
    by_type: Mapping[str, int]
    """Replacements by type: 'person', 'email', ...; those rejected by a person are not among them."""
    by_rule: Mapping[str, int]
    replaced: int
    """Certain."""
    flagged: int
    """Masked, and waiting for a person to decide."""
    telling: int
    """Passages that may tell who somebody is without a name, and wait for a person to decide."""
    confirmed: int
    rejected: int
    added: int
    """Masked by a person who saw what had been missed."""
    checked_by: str | None
    """Who checked this version; a brief that rests on it cannot be approved before."""

    @property
    def found(self) -> int:
        """Everything that was found in the text."""
        return self.replaced + self.flagged + self.confirmed + self.rejected + self.added


def privacy_report(store: Store) -> tuple[PrivacyLine, ...]:
    """One line per document in its latest version, by date."""
    checked, telling = store.privacy.confirmed(), store.clues.open()
    return tuple(
        _line(
            document.document_id,
            document.version,
            document.title,
            marks,
            checked.get((document.document_id, document.version)),
            telling.get((document.document_id, document.version), 0),
        )
        for document in store.documents.latest().values()
        for marks in [store.privacy.of(document.document_id, document.version)]
    )


def _line(
    document_id: str, version: int, title: str, marks: list[PrivacyMark], checked_by: str | None, telling: int
) -> PrivacyLine:
    by_status = Counter(mark.status for mark in marks)
    standing = [mark for mark in marks if mark.status != "rejected"]
    return PrivacyLine(
        document_id=document_id,
        version=version,
        title=title,
        by_type=dict(sorted(Counter(mark.type for mark in standing).items())),
        by_rule=dict(sorted(Counter(mark.rule for mark in standing).items())),
        replaced=by_status["replaced"],
        flagged=by_status["flagged"],
        telling=telling,
        confirmed=by_status["confirmed"],
        rejected=by_status["rejected"],
        added=by_status["added"],
        checked_by=checked_by,
    )
