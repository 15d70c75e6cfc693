"""What stands of what people said of each excerpt of now: read once, then kept up with what is added to the record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from learnbrief.corpus.store.cuts import Cut, Cuts
from learnbrief.corpus.store.material import Documents
from learnbrief.corpus.store.reviews import Reviews
from learnbrief.corpus.tag import Action, Review

Said = Mapping[str, tuple[Review, ...]]
"""By excerpt of now: what stands, in the order it was made."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """What was said of stretches of texts."""

    cut: Cut
    upto: tuple[int, str]
    """Number and id of the last entry that is in it; both, for a number may come again where an entry was not kept."""
    by_document: Mapping[str, Said]
    here: Said
    elsewhere: Mapping[str, tuple[Review, ...]]
    """By document: said of words that are no longer in it."""

    @property
    def all(self) -> list[tuple[str, Review]]:
        """Everything, with the excerpt of now that it speaks of; none where the words are gone."""
        found = [(one, review) for one, said in self.here.items() for review in said]
        return found + [("", review) for said in self.elsewhere.values() for review in said]


class SpokenOf:
    """What people said, as it stands now."""

    def __init__(self, documents: Documents, reviews: Reviews, cuts: Cuts) -> None:
        self._documents, self._reviews, self._cuts = documents, reviews, cuts
        self._last: Spoken | None = None
        self._one_at_a_time = Lock()

    def now(self) -> Spoken:
        """The very same as long as nothing was added and nothing cut otherwise."""
        cut, upto = self._cuts.now(), self._reviews.last()
        last = self._last
        if last is not None and last.cut is cut and last.upto == upto:
            return last
        with self._one_at_a_time:  # two pages that ask at once do the work once
            last = self._last
            if last is None or last.cut is not cut or last.upto != upto:
                last = self._last = self._after(last, cut, upto)
            return last

    def _after(self, last: Spoken | None, cut: Cut, upto: tuple[int, str]) -> Spoken:
        """Only what was said of the documents that new entries speak of is looked at again."""
        touched = self._touched(last) if last is not None and last.cut is cut else None
        if last is None or touched is None:
            return self._laid(cut, upto, {}, {}, self._reviews.standing(of_texts=True))
        by_document = {key: said for key, said in last.by_document.items() if key not in touched}
        elsewhere = {key: said for key, said in last.elsewhere.items() if key not in touched}
        new = [one for key in sorted(touched) for one in self._reviews.standing(document_id=key, of_texts=True)]
        return self._laid(cut, upto, by_document, elsewhere, new)

    def _touched(self, last: Spoken) -> set[str] | None:
        """Documents of which something was said since; None where that cannot be told, and all has to be read again."""
        number, review_id = last.upto
        if not self._reviews.still_last(number, review_id):
            return None
        since = self._reviews.after(number)
        if any(one.action is Action.UNDO and one.document_id is None for one in since):
            return None
        return {one.document_id for one in since if one.document_id}

    def _laid(
        self,
        cut: Cut,
        upto: tuple[int, str],
        by_document: dict[str, Said],
        elsewhere: dict[str, tuple[Review, ...]],
        reviews: Iterable[Review],
    ) -> Spoken:
        """These reviews laid beside what is known of the other documents."""
        found: dict[str, dict[str, list[Review]]] = defaultdict(lambda: defaultdict(list))
        for review in reviews:
            found[review.document_id or ""][cut.places.of(review, self._documents) or ""].append(review)
        for document_id, said in found.items():
            elsewhere[document_id] = tuple(said.pop("", ()))
            by_document[document_id] = {one: tuple(kept) for one, kept in said.items()}
        here = {one: said for own in by_document.values() for one, said in own.items()}
        return Spoken(cut, upto, by_document, here, elsewhere)
