"""Accounts of a team: who may do what, and passwords that are kept as nothing but hashes."""

import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum

from learnbrief.corpus.errors import BadInput

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
"""Three ordinary words are enough (the National Cyber Security Centre's advice); hashing a novel would be an attack."""
LONGEST_NAME = 80


class Role(StrEnum):
    """What an account may do; each role may do what those before it may."""

    VIEWER = "viewer"
    """Reads pages and files; changes nothing but the own keys and filters."""
    CODER = "coder"
    """Codes, comments, writes memos."""
    EVALUATOR = "evaluator"
    """Adds material, shows and hides words, edits the codebook, mends and signs briefs."""
    ADMIN = "admin"
    """Withdraws sources for good, invites people, and changes what they may do."""

    def covers(self, other: "Role") -> bool:
        """Whether whoever has this role may do what the other asks for."""
        order = list(Role)
        return order.index(self) >= order.index(other)


MEANS = {
    Role.VIEWER: "reads everything, changes nothing",
    Role.CODER: "codes, comments and writes memos",
    Role.EVALUATOR: "adds material, looks at hidden words, edits the codebook, mends and signs briefs",
    Role.ADMIN: "also withdraws sources, invites people and changes their roles",
}


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the team."""

    name: str
    """As it stands beside everything they decide."""
    role: Role
    made_at: str
    invited: bool
    """No password is chosen yet: an invitation is open, or has run out."""


def role_of(word: str) -> Role:
    """The role with this name.

    Raises:
        BadInput: there is none.
    """
    try:
        return Role(word.strip().lower())
    except ValueError as err:
        raise BadInput(f"{word!r} is no role; choose one of {', '.join(Role)}") from err


def plain_name(words: str) -> str:
    """A name as it is kept: single blanks, nothing that a page cannot show.

    Raises:
        BadInput: it is empty, too long or holds control characters.
    """
    plain = " ".join(words.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"A name needs 1 to {LONGEST_NAME} ordinary characters; type it again.")
    return plain


def digest(token: str) -> str:
    """What the store keeps of a token: whoever reads the store, or a backup of it, cannot sign in with that."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A secret that nobody guesses; it needs no slow hash."""
    return secrets.token_urlsafe(32)


def hashed(password: str, *, name: str) -> str:
    """An argon2id hash with its own salt and parameters.

    Raises:
        BadInput: the password is too short, too long, or is the name.
    """
    from argon2 import PasswordHasher  # an extension module: only whoever keeps accounts loads it

    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput(
            f"A password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; three words that do not belong "
            "together are easy to remember."
        )
    if password.casefold().strip() == name.casefold():
        raise BadInput("The password must not be the name; choose another.")
    return PasswordHasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one behind a hash; without a hash it takes as long, and says no.

    The time an answer takes must not tell strangers which names have accounts.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    if len(password) > LONGEST_PASSWORD:
        return False
    if kept is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
