"""A fictional programme that grows month by month for a year, written into the drop folder as people would drop it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

SETTINGS = """
[programme]
name = "A Year of Small Steps (fictional)"

[[collaborative]]
slug = "harbour"
name = "Harbour Acute Collaborative"

[[collaborative]]
slug = "lantern"
name = "Lantern Mental Health Collaborative"
"""
REGISTER = "name,variants,role,collaborative\nOlumide Farrant,Olu,executive,harbour\nBettina Quorn,,clinician,lantern\n"
PLACES = ("harbour", "lantern")
MONTHS = tuple(f"2025-{month:02}" for month in range(1, 13))

STEADY = (
    "Improvement time is the first thing cancelled when the wards are full",
    "The time set aside for improvement is cancelled whenever the wards fill up",
    "Nobody knows which committee is allowed to say yes to a change",
    "We still cannot tell which committee may agree a change",
    "The data arrives two months late, so we cannot see whether anything improved",
    "Our figures come two months late and nobody can see what improved",
    "The chief executive came to the huddle every week and asked what she could unblock",
    "Patients redrew the appointment letter with us and missed appointments fell",
)
"""Said in the whole year, in turns."""
TURNED = {
    1: "The board never asks about equity unless something has gone wrong",
    2: "The board now asks about equity at every meeting and wants to see the figures by ward",
}
"""What is said of the board in the first and in the second half of the year."""
UNFORESEEN = (
    "The car park is full by eight and community staff circle it for half an hour",
    "People give up a session because they cannot find a space in the car park",
    "Parking permits went to offices while the car park stays shut to visiting teams",
    "The car park barrier broke again and three community teams turned back",
)
"""A matter that no theme of the codebook has a place for; raised in every month."""
OFTEN = (
    "on most days",
    "as we said in the huddle",
    "again this month",
    "at both sites",
    "and everybody knows it",
    "so far",
)


def month_of_material(month: str, *, day: int = 8, tables: int = 2, lines: int = 3) -> Iterator[tuple[str, str]]:
    """Name and text of each file of a month: a workshop and a reflection of each collaborative, from a day on."""
    for order, place in enumerate(PLACES):
        held = date.fromisoformat(f"{month}-{day + order:02}")
        yield f"{place}-workshop-{held}.md", _workshop(place, held, tables=tables, lines=lines)
        later = held.replace(day=held.day + 2)
        yield f"{place}-coaching-{later}.txt", _reflection(place, later)


def late_file(month: str, *, day: int = 8) -> tuple[str, str]:
    """Notes of a month's workshop at Harbour that turn up when its brief was written long ago."""
    held = date.fromisoformat(f"{month}-{day:02}")
    head = _head(_title("harbour", held), "workshop notes", held, "harbour")
    return (
        f"harbour-flipchart-{held}.md",
        f"{head}\n# Flipchart\n\n- The ward clerks were never asked what they would change\n",
    )


def drop(inbox: Path, files: Iterator[tuple[str, str]]) -> None:
    """The files lie in the drop folder."""
    for name, text in files:
        (inbox / name).write_text(text, encoding="utf-8")


def _title(place: str, held: date) -> str:
    return f"{place.capitalize()} workshop {held:%B}"


def _head(title: str, kind: str, held: date, place: str, author: str = "") -> str:
    by = f"Author: {author}\n" if author else ""
    return f"Event: {title}\nKind: {kind}\nDate: {held}\nCollaborative: {place}\n{by}"


def _workshop(place: str, held: date, *, tables: int, lines: int) -> str:
    title, turn = _title(place, held), held.month + held.day
    text = [_head(title, "workshop notes", held, place), f"# {title}", "", "## What people said"]
    for table in range(tables):
        text += ["", f"Table {table + 1}", f"- {_turned(held)}, {_often(turn, table, 0)}"]
        for line in range(lines):
            said = STEADY[(turn + 3 * table + line + len(place)) % len(STEADY)]
            text.append(f"- {said}, {_often(turn, table, line + 1)}")
        text.append(f"- {UNFORESEEN[(turn + table) % len(UNFORESEEN)]}, {_often(turn, table, lines + 1)}")
    return "\n".join(text) + "\n"


def _reflection(place: str, held: date) -> str:
    author = "Bettina Quorn" if place == "lantern" else "Olumide Farrant"
    turn = 2 * held.month + held.day
    said = [STEADY[(turn + step + len(place)) % len(STEADY)] for step in range(3)]
    head = _head(f"{place.capitalize()} coaching {held:%B}", "coaching reflection", held, place, author)
    return f"{head}\n" + "\n".join(f"{one}, {_often(turn, step, 5)}." for step, one in enumerate(said)) + "\n"


def _turned(held: date) -> str:
    return TURNED[1 if held.month <= len(MONTHS) // 2 else 2]


def _often(*numbers: int) -> str:
    return OFTEN[sum(numbers) % len(OFTEN)]
