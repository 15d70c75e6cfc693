"""Who may ask for what, in one table: every route has a line, and one without a line is refused to everybody.

It holds where the programme has accounts. Without accounts whoever holds the link is one person, who may do everything.
"""

from fastapi import HTTPException, Request

from learnbrief.corpus.accounts import MEANS, Account, Role

OPEN = None
"""Answers strangers: nothing of the programme is on it."""

_READ, _CODE, _EVALUATE, _ADMINISTER = Role.VIEWER, Role.CODER, Role.EVALUATOR, Role.ADMIN

ROLES: dict[str, Role | None] = {
    "GET /sign-in": OPEN,
    "POST /sign-in": OPEN,
    "GET /invitation/{token}": OPEN,
    "POST /invitation/{token}": OPEN,
    "POST /sign-out": _READ,
    "GET /account": _READ,
    "POST /account/password": _READ,
    "GET /accounts": _ADMINISTER,
    "POST /accounts": _ADMINISTER,
    "POST /accounts/{act}": _ADMINISTER,
    "GET /": _READ,
    "GET /who": _READ,
    "POST /who": _READ,
    "GET /keys": _READ,
    "POST /keys": _READ,
    # material: who adds it answers for where it came from
    "GET /material": _READ,
    "POST /material": _EVALUATE,
    "GET /material/add/{batch}": _EVALUATE,
    "POST /material/add/{batch}": _EVALUATE,
    "POST /material/add/{batch}/leave-out": _EVALUATE,
    "POST /material/add/{batch}/remove": _EVALUATE,
    "POST /material/run": _EVALUATE,
    "POST /material/jobs/{job_id}/again": _EVALUATE,
    "GET /material/jobs/{job_id}": _READ,
    # what hides a word, and what shows one, is a decision about somebody's name
    "GET /privacy": _READ,
    "GET /privacy/people": _EVALUATE,
    "GET /privacy/{document_id}": _READ,
    "POST /privacy/everywhere": _EVALUATE,
    "POST /privacy/register": _EVALUATE,
    "POST /privacy/join": _EVALUATE,
    "POST /privacy/part": _EVALUATE,
    "POST /privacy/undo": _EVALUATE,
    "POST /privacy/{document_id}/look": _EVALUATE,
    "POST /privacy/{document_id}/clues": _EVALUATE,
    "POST /privacy/{document_id}/marks": _EVALUATE,
    "POST /privacy/{document_id}/redact": _EVALUATE,
    "POST /privacy/{document_id}/confirm": _EVALUATE,
    # coding
    "GET /review": _READ,
    "GET /review/first": _READ,
    "GET /review/{excerpt_id}": _READ,
    "POST /review/{excerpt_id}/decide": _CODE,
    "POST /review/{excerpt_id}/comment": _CODE,
    "POST /review/{excerpt_id}/later": _CODE,
    "POST /review/{excerpt_id}/undo": _CODE,
    "POST /review/{excerpt_id}/done": _CODE,
    "POST /review/{excerpt_id}/blind": _CODE,
    "GET /themes": _READ,
    "POST /themes/decide": _CODE,
    "POST /themes/undo": _CODE,
    "POST /themes/filters": _READ,
    "POST /themes/filters/remove": _READ,
    "GET /documents": _READ,
    "GET /documents/at/{excerpt_id}": _READ,
    "GET /documents/{document_id}": _READ,
    "GET /documents/{document_id}/words": _READ,
    "POST /documents/{document_id}": _CODE,
    "POST /documents/{document_id}/details": _EVALUATE,
    "POST /documents/{document_id}/replace": _EVALUATE,
    # for good, in every table and file: whoever does it answers for it to the data-protection officer
    "GET /documents/{document_id}/withdraw": _EVALUATE,
    "POST /documents/{document_id}/withdraw": _ADMINISTER,
    "GET /basket": _READ,
    "GET /basket/quotes.{form}": _READ,
    "POST /basket": _CODE,
    "GET /progress": _READ,
    # every source word for word, with everybody's coding
    "GET /progress/coding.{form}": _EVALUATE,
    "GET /memos": _READ,
    "GET /memos/export.{form}": _READ,
    "POST /memos": _CODE,
    "POST /memos/{memo_id}/{act}": _CODE,
    "GET /agreement": _READ,
    "GET /agreement/figures.{form}": _READ,
    "POST /agreement/pass": _CODE,
    "GET /agreement/rounds": _READ,
    "POST /agreement/rounds": _EVALUATE,
    "GET /agreement/rounds/{round_id}": _CODE,
    "POST /agreement/rounds/{round_id}/end": _EVALUATE,
    "POST /agreement/rounds/{round_id}/{excerpt_id}": _CODE,
    "GET /agreement/pass/{size}": _CODE,
    "POST /agreement/pass/{size}/{excerpt_id}": _CODE,
    "POST /agreement/adjudicate/{excerpt_id}": _EVALUATE,
    # what everybody codes with
    "GET /codebook": _READ,
    "GET /codebook/merge": _READ,
    "GET /codebook/split": _READ,
    "GET /codebook/codebook.yaml": _READ,
    "GET /codebook/versions": _READ,
    "POST /codebook/theme/{theme}": _EVALUATE,
    "POST /codebook/add": _EVALUATE,
    "GET /codebook/delete": _READ,
    "POST /codebook/delete": _EVALUATE,
    "POST /codebook/move": _EVALUATE,
    "POST /codebook/bring-back": _EVALUATE,
    "POST /codebook/dismiss": _EVALUATE,
    "POST /codebook/propose-again": _EVALUATE,
    "POST /codebook/merge": _EVALUATE,
    "POST /codebook/split": _EVALUATE,
    "POST /codebook/learn": _EVALUATE,
    "POST /codebook/models/{model_id}": _EVALUATE,
    "GET /ask": _READ,
    "GET /explore": _READ,
    "GET /explore/excerpts": _READ,
    "GET /explore/grid": _READ,
    "GET /explore/map": _READ,
    "GET /explore/map/points": _READ,
    "GET /explore/matrix": _READ,
    "GET /explore/months": _READ,
    "GET /explore/together": _READ,
    # what leaves the team: mending and signing
    "GET /briefs": _READ,
    "POST /briefs": _EVALUATE,
    "POST /briefs/hub": _EVALUATE,
    "POST /briefs/start": _EVALUATE,
    "GET /briefs/{brief_id}": _READ,
    "GET /briefs/{brief_id}/paper": _READ,
    "GET /briefs/{brief_id}/others/{finding_id}": _READ,
    "GET /briefs/{brief_id}/download/{form}": _READ,
    "POST /briefs/{brief_id}/edit": _EVALUATE,
    "POST /briefs/{brief_id}/check/{what}": _EVALUATE,
    "POST /briefs/{brief_id}/suggest/{finding_id}": _EVALUATE,
    "POST /briefs/{brief_id}/bring-back": _EVALUATE,
    "GET /history": _READ,
    "GET /history.{form}": _READ,
}
"""By method and path: the least role that is let in."""


def account_of(request: Request) -> Account | None:
    """Who is signed in; nobody where the programme has no accounts."""
    found: Account | None = getattr(request.state, "account", None)
    return found


def check_role(request: Request) -> None:
    """Refuse what the account's role does not hold, and every route that nobody thought of."""
    route = f"{request.method} {request.scope['route'].path}"
    if request.app.state.accounts and route not in ROLES:
        raise HTTPException(403, "Nobody has said who may do this, so nobody may.")
    if lets_in(request, route):
        return
    needed, account = ROLES[route], account_of(request)
    yours = f"; your role is {account.role}, which {MEANS[account.role]}" if account else ""
    raise HTTPException(
        403, f"This takes the role {needed}{yours}. Nothing was changed; an administrator can change your role."
    )


def lets_in(request: Request, route: str) -> bool:
    """Whether whoever asks may do what a line of the table says; without accounts everybody may."""
    if not request.app.state.accounts or (needed := ROLES[route]) is OPEN:
        return True
    account = account_of(request)
    return account is not None and account.role.covers(needed)


def asked_for_changes(path: str) -> Role | None:
    """The least role that may decide anything on the pages beside this one; none where all that changes is one's own."""
    room = path.strip("/").split("/")[0] or "/"  # nothing is asked for of Home itself
    asked = [
        role
        for route, role in ROLES.items()
        if role is not OPEN and role is not Role.VIEWER and route.startswith("POST ") and route.split("/")[1] == room
    ]
    return min(asked, key=list(Role).index, default=None)
