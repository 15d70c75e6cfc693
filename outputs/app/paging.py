"""A long list a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Item]):
    """What one page shows of a list."""

    items: Sequence[Item]
    number: int
    """From one."""
    pages: int
    first: int
    """Which of all the first one here is, from one."""
    count: int
    query: str
    """The rest of the address: filters, as they were asked for."""

    @property
    def last(self) -> int:
        """Which of all the last one here is."""
        return self.first + len(self.items) - 1


def page_of(request: Request, items: Sequence[Item], size: int) -> Paged[Item]:
    """The page of a list that the link asks for; one that is not there is the nearest."""
    return page_at(request, len(items), size, lambda after: items[after : after + size])


def page_at(request: Request, count: int, size: int, fetch: Callable[[int], Sequence[Item]]) -> Paged[Item]:
    """The same of a list that is read a page at a time: `fetch` gives what comes after so many."""
    number, pages = numbered(request, count, size)
    after = (number - 1) * size
    query = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "page"])
    return Paged(fetch(after), number, pages, after + 1, count, query)


def numbered(request: Request, count: int, size: int) -> tuple[int, int]:
    """(this page, of how many), counted from one."""
    pages = max(1, -(-count // size))
    asked = request.query_params.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(1, number), pages), pages
