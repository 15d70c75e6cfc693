"""A page as somebody's role lets them use it: what the table of roles refuses can be read and not pressed."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from learnbrief.corpus.accounts import Account, Role
from learnbrief.outputs.app.roles import ROLES

_FORM = re.compile(r"<form\b[^>]*>|</form>")
_LINK = re.compile(r'<a\b[^>]*?\shref="(?P<path>/[^"?#]*)[^"]*"')
_OUTSIDE = re.compile(r'<(?:button|input|select|textarea)\b[^>]*?\sform="(?P<form>[^"]+)"')
_HREF = re.compile(r'\shref="[^"]*"')


def role_for(method: str, path: str) -> Role | None:
    """The least role that is let in at a path; none where nobody is refused, or the path is not ours."""
    return next((role for pattern, role in _patterns(method) if pattern.fullmatch(path)), None)


@cache
def _patterns(method: str) -> tuple[tuple[re.Pattern[str], Role | None], ...]:
    """The routes of the table, those that name most of the path first: so the app itself chooses among them."""
    routes = [(route.split()[1], role) for route, role in ROLES.items() if route.startswith(f"{method} ")]
    routes.sort(key=lambda one: one[0].count("{"))
    return tuple((re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), role) for path, role in routes)


@pass_context
def within_role(context: Context, page: str) -> Markup:
    """The page with every form and link that would be refused switched off, and the reason on it.

    A form is kept, for a brief or a list of excerpts is read in one; a link keeps its words.
    """
    account: Account | None = context.get("account")
    if account is None or account.role is Role.ADMIN:
        return Markup(page)  # made by our own templates, which escape what they are given
    page, gone = _forms(page, account.role)
    page = _OUTSIDE.sub(lambda found: f"{found[0]} disabled" if found["form"] in gone else found[0], page)
    return Markup(_LINK.sub(lambda found: _link(found, account.role), page))


def takes(role: Role) -> str:
    """What stands on a button that somebody may not press."""
    return f"This takes the role {role}"


def _forms(page: str, role: Role) -> tuple[str, Mapping[str, Role]]:
    """The page with the forms that are refused switched off, and their ids: buttons elsewhere may belong to them."""
    gone, parts, refused, last = dict[str, Role](), list[str](), None, 0
    for found in _FORM.finditer(page):
        parts.append(page[last : found.end()])
        last = found.end()
        if found[0] != "</form>":
            refused = _refused(_attribute(found[0], "method") or "get", _attribute(found[0], "action"), role)
            if refused:
                parts.append(
                    f'<fieldset class="not-yours" disabled aria-label="{takes(refused)}" title="{takes(refused)}">'
                )
                gone[_attribute(found[0], "id") or "-"] = refused
        elif refused:
            parts[-1] = parts[-1].removesuffix("</form>") + "</fieldset></form>"
            refused = None
    return "".join([*parts, page[last:]]), gone


def _refused(method: str, action: str, role: Role) -> Role | None:
    needed = role_for(method.upper(), action.partition("?")[0])
    return needed if needed and not role.covers(needed) else None


def _attribute(tag: str, name: str) -> str:
    found: Any = re.search(rf'\s{name}="([^"]*)"', tag)
    return str(found[1]) if found else ""


def _link(found: re.Match[str], role: Role) -> str:
    if not (needed := _refused("get", found["path"], role)):
        return found[0]
    return _HREF.sub(f' title="{takes(needed)}"', found[0])
