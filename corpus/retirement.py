"""Retiring a brief that nobody will sign: it waits no longer, stays where it can be found, and can be brought back."""

from learnbrief.corpus.errors import BadInput, NotAllowed, StaleEdit
from learnbrief.corpus.store import Store, StoredBrief, new_review
from learnbrief.corpus.tag import Action, Review

LONGEST_REASON = 300


def retire(store: Store, brief_id: str, *, reason: str, coder: str, edition: int | None = None) -> None:
    """Put an open brief aside, with a reason that stands beside it; what it says is not made anew for that.

    Raises:
        BadInput: no reason is given, or a very long one.
        NotAllowed: it is approved, or retired already.
        StaleEdit: it has changed since `edition`, where one is given.
    """
    words = " ".join(reason.split())
    if not 0 < len(words) <= LONGEST_REASON:
        raise BadInput(f"say in a line, of at most {LONGEST_REASON} letters, why this brief is not needed")
    with store.writing():
        stored = _unchanged(store, brief_id, edition)
        if stored.status == "retired":
            raise NotAllowed(f"brief {brief_id} is retired already")
        store.briefs.move(brief_id, "retired")
        payload = {"reason": words, "was": stored.status}
        store.reviews.add(new_review(Action.RETIRE, coder, target=brief_id, payload=payload))


def bring_back(store: Store, brief_id: str, *, coder: str, edition: int | None = None) -> None:
    """Put a retired brief back to where it was.

    Raises:
        NotAllowed: it is not retired, or another brief of the same scope has been begun since.
        StaleEdit: it has changed since `edition`, where one is given.
    """
    with store.writing():
        stored = _unchanged(store, brief_id, edition)
        retired = retirement_of(store, brief_id)
        if retired is None:
            raise NotAllowed(f"brief {brief_id} is not retired")
        if newer := next((one for one in store.briefs.of_scope(stored.scope) if one.open), None):
            raise NotAllowed(f"brief {newer.brief_id} covers the same; retire that one first")
        store.briefs.move(brief_id, str(retired.payload.get("was", "draft")))
        store.reviews.add(new_review(Action.UNDO, coder, target=retired.review_id))


def retirement_of(store: Store, brief_id: str) -> Review | None:
    """Who retired a brief, when and why; None for one that is not retired."""
    found = store.reviews.standing(actions=[Action.RETIRE], target=brief_id)
    return found[-1] if found and store.briefs.get(brief_id).status == "retired" else None


def refuse_retired(store: Store, stored: StoredBrief) -> None:
    """Whoever asks for a retired brief is told who retired it, why, and how to have it back."""
    if retired := retirement_of(store, stored.brief_id):
        raise NotAllowed(
            f"this brief was retired by {retired.coder} on {retired.made_at:%Y-%m-%d} ({retired.payload['reason']}); "
            f"bring it back on its page, or with: learnbrief retire {stored.brief_id} --undo --coder NAME"
        )


def _unchanged(store: Store, brief_id: str, edition: int | None) -> StoredBrief:
    stored = store.briefs.get(brief_id)
    if edition is not None and stored.edition != edition:
        raise StaleEdit("This brief was changed since you opened the page; open it again.")
    return stored
