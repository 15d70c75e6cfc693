"""Accounts of a team, the links by which they are taken up, and who is signed in."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, delete, func, select, update

from learnbrief.corpus.accounts import Account, Role, digest, hashed, matches, new_token, plain_name
from learnbrief.corpus.errors import BadInput, NotAllowed, NotFound
from learnbrief.corpus.store import schema
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.store.privacy import Logbook

INVITATION = timedelta(days=7)
"""How long a link to take up an account holds."""
IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
"""A session ends when nobody has asked for a page for so long, and in any case after a working day."""
SEEN_EVERY = timedelta(minutes=1)
"""Signs of life are written this often: reading a page should not be a write."""


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Accounts:
    """Who may sign in, as what; each change is told in the logbook."""

    def __init__(self, database: Database, logbook: Logbook) -> None:
        self._database, self._logbook = database, logbook

    def any(self) -> bool:
        """Whether the app asks people to sign in."""
        with self._database.transaction() as connection:
            return bool(connection.execute(select(func.count()).select_from(schema.account)).scalar())

    def all(self) -> list[Account]:
        """Every account by name."""
        table = schema.account
        with self._database.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.name)).all()
        return [Account(row.name, Role(row.role), row.made_at, row.password is None) for row in rows]

    def get(self, name: str) -> Account:
        """One account, however its letters are cased.

        Raises:
            NotFound: nobody has that name.
        """
        wanted = " ".join(name.split()).casefold()
        found = next((one for one in self.all() if one.name.casefold() == wanted), None)
        if found is None:
            raise NotFound(f"there is no account {name!r}; 'learnbrief account list' shows those there are")
        return found

    def invite(self, name: str, role: Role, *, by: str, at: datetime | None = None) -> str:
        """A new account, or a new link for one that forgot its password; the token opens it once, within a week.

        Raises:
            BadInput: the first account is no administrator's, or an existing one would change its role by the way.
        """
        moment, plain = at or datetime.now(UTC), plain_name(name)
        with self._database.writing():
            known = next((one for one in self.all() if one.name.casefold() == plain.casefold()), None)
            if known is None and role is not Role.ADMIN and not self.any():
                raise BadInput("the first account must be an administrator's; add it with the role 'admin'")
            if known is not None and known.role is not role:
                raise BadInput(f"{known.name} is {known.role} already; change that with 'learnbrief account role'")
            owner = known.name if known else plain
            if known is None:
                self._insert(schema.account, name=owner, role=role.value, password=None, made_at=_stamp(moment))
            token = new_token()
            self._delete(schema.invitation, owner)
            ends = _stamp(moment + INVITATION)
            self._insert(schema.invitation, digest=digest(token), account=owner, ends_at=ends)
            did = f"was added as {role}" if known is None else "was sent a new link"
            self._logbook.add(f"The account of {owner} {did}, by {by}.")
        return token

    def invited(self, token: str, *, at: datetime | None = None) -> str | None:
        """Whose link this is; none where it was used, replaced or has run out."""
        table, moment = schema.invitation, at or datetime.now(UTC)
        chosen = select(table.c.account).where(table.c.digest == digest(token), table.c.ends_at > _stamp(moment))
        with self._database.transaction() as connection:
            found: str | None = connection.execute(chosen).scalar()
        return found

    def accept(self, token: str, password: str, *, at: datetime | None = None) -> Account:
        """Take up an account with a password; the link is used up, and whoever was signed in as it is signed out.

        Raises:
            NotAllowed: the link opens nothing any more.
            BadInput: the password is too weak.
        """
        with self._database.writing() as connection:
            name = self.invited(token, at=at)
            if name is None:
                raise NotAllowed("This link was used before or has run out; ask an administrator for a new one.")
            kept = hashed(password, name=name)
            table = schema.account
            connection.execute(update(table).where(table.c.name == name).values(password=kept))
            self._delete(schema.invitation, name)
            self._delete(schema.signed_in, name)
            self._logbook.add(f"{name} chose a password.")
        return self.get(name)

    def change_password(self, name: str, password: str) -> None:
        """Another password; whoever is signed in with the old one is signed out.

        Raises:
            BadInput: it is too weak.
        """
        kept, table = hashed(password, name=name), schema.account
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.name == name).values(password=kept))
            self._delete(schema.signed_in, name)
            self._logbook.add(f"{name} changed the password.")

    def check(self, name: str, password: str) -> Account | None:
        """The account that a name and a password open; none where they do not belong together."""
        table, wanted = schema.account, " ".join(name.split()).casefold()
        with self._database.transaction() as connection:
            rows = connection.execute(select(table)).all()
        row = next((one for one in rows if one.name.casefold() == wanted), None)
        if not matches(row.password if row else None, password) or row is None:
            return None
        return Account(row.name, Role(row.role), row.made_at, False)

    def change_role(self, name: str, role: Role, *, by: str) -> None:
        """What an account may do from now on; whoever is signed in as it is held to that with the next page."""
        with self._database.writing() as connection:
            known = self.get(name)
            if role is not Role.ADMIN:
                self._keep_an_admin(known)
            table = schema.account
            connection.execute(update(table).where(table.c.name == known.name).values(role=role.value))
            self._logbook.add(f"The account of {known.name} is {role} now (was {known.role}), by {by}.")

    def remove(self, name: str, *, by: str) -> None:
        """The account goes, with its links and sessions; what its owner decided stands under their name."""
        with self._database.writing():
            known = self.get(name)
            self._keep_an_admin(known)
            for table in (schema.invitation, schema.signed_in):
                self._delete(table, known.name)
            with self._database.transaction() as connection:
                connection.execute(delete(schema.account).where(schema.account.c.name == known.name))
            self._logbook.add(f"The account of {known.name} was removed, by {by}.")

    def remove_all(self, *, by: str) -> None:
        """Back to one person on one machine: the app opens by its link again."""
        with self._database.writing() as connection:
            for table in (schema.invitation, schema.signed_in, schema.account):
                connection.execute(delete(table))
            self._logbook.add(f"All accounts were removed, by {by}: the app opens by its link again.")

    def sign_in(self, name: str, *, at: datetime | None = None) -> str:
        """A new session; its token is in one browser's cookie and nowhere else."""
        moment, token = at or datetime.now(UTC), new_token()
        with self._database.writing() as connection:
            table = schema.signed_in
            connection.execute(delete(table).where(table.c.made_at < _stamp(moment - LONGEST)))
            stamp = _stamp(moment)
            self._insert(table, digest=digest(token), account=name, made_at=stamp, seen_at=stamp)
        return token

    def who(self, token: str, *, at: datetime | None = None) -> Account | None:
        """Whose session this is; none where it ended, was ended, or was idle for too long."""
        moment, table, account = at or datetime.now(UTC), schema.signed_in, schema.account
        chosen = (
            select(account, table.c.seen_at)
            .join(account, account.c.name == table.c.account)
            .where(
                table.c.digest == digest(token),
                table.c.made_at > _stamp(moment - LONGEST),
                table.c.seen_at > _stamp(moment - IDLE),
            )
        )
        with self._database.transaction() as connection:
            row = connection.execute(chosen).first()
            if row is None:
                return None
            if row.seen_at < _stamp(moment - SEEN_EVERY):
                seen = update(table).where(table.c.digest == digest(token)).values(seen_at=_stamp(moment))
                connection.execute(seen)
        return Account(row.name, Role(row.role), row.made_at, row.password is None)

    def sign_out(self, token: str) -> None:
        """End one session."""
        table = schema.signed_in
        with self._database.transaction() as connection:
            connection.execute(delete(table).where(table.c.digest == digest(token)))

    def end_sessions(self, name: str, *, by: str) -> int:
        """Sign an account out wherever it is signed in; how many sessions that ended."""
        with self._database.writing():
            known = self.get(name)
            ended = self._delete(schema.signed_in, known.name)
            self._logbook.add(f"{known.name} was signed out everywhere, by {by}.")
        return ended

    def _keep_an_admin(self, leaving: Account) -> None:
        """Somebody must be able to let people in; an invitation that nobody took up is no such body."""
        others = [one for one in self.all() if one.role is Role.ADMIN and not one.invited and one.name != leaving.name]
        if leaving.role is Role.ADMIN and not others and len(self.all()) > 1:
            raise NotAllowed(f"{leaving.name} is the only administrator; make somebody else one first")
        if len(self.all()) == 1:
            raise NotAllowed(
                f"{leaving.name} is the only account; 'learnbrief account remove --all' goes back to one person with a link"
            )

    def _insert(self, table: Table, **values: str | None) -> None:
        with self._database.transaction() as connection:
            connection.execute(table.insert(), values)

    def _delete(self, table: Table, account: str) -> int:
        with self._database.transaction() as connection:
            return connection.execute(delete(table).where(table.c.account == account)).rowcount
