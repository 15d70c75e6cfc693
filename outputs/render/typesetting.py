"""Typesetting a laid-out brief as PDF/UA-1 with typst, offline; words come in as data and are only ever placed."""

import atexit
import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any

from learnbrief.corpus.stance import Stance
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import MEANINGS, SIGNS, Outline
from learnbrief.outputs.layout.charts import alternatives
from learnbrief.outputs.layout.standing import not_for_sharing, standing, view_words
from learnbrief.outputs.render.properties import Properties, properties_of

ANNEX_TITLE = "Annex"


def typeset(brief: Brief, page: Outline, charts: Mapping[str, str], points: float) -> bytes:
    """The PDF of one outline, in letters of this size."""
    return _compile(_data(brief, page, charts, points))


def _data(brief: Brief, page: Outline, charts: Mapping[str, str], points: float) -> str:
    """Everything the template lays out, as JSON: it never reads any of it as markup."""
    return json.dumps(
        {
            **_plain(page),
            "size": points,
            "view": view_words(brief),
            "head": not_for_sharing(brief),
            "foot": wording.printable(standing(page)),
            "properties": _properties(properties_of(brief, page)),
            "signed": brief.checks.signed_off_by or "",
            "id": brief.id,
            "made": wording.day(brief.made.at.date()),
            "annex_title": ANNEX_TITLE,
            "charts": dict(charts),
            "alternatives": alternatives(brief),
            "tones": {stance.value: stance.colour for stance in Stance},
            "signs": {stance.value: stance.sign for stance in Stance},
            "labels": {stance.value: stance.label for stance in Stance},
            "meanings": [{"state": state, "sign": SIGNS[state], "meaning": MEANINGS[state]} for state in MEANINGS],
        },
        ensure_ascii=False,
    )


def _properties(about: Properties) -> dict[str, Any]:
    """The properties as the template sets them: typst takes the day in parts, and a language apart from its country."""
    language, _, region = about.language.partition("-")
    at = about.at
    parts = {part: getattr(at, part) for part in ("year", "month", "day", "hour", "minute", "second")}
    return {
        "title": about.title,
        "author": about.author,
        "subject": about.subject,
        "at": parts,
        "language": language,
        "region": region or None,
    }


def _plain(value: Any) -> Any:
    """Dataclasses as mappings that name their type, since a template dispatches on it."""
    if is_dataclass(value) and not isinstance(value, type):
        worked_out = [name for name, one in vars(type(value)).items() if isinstance(one, property)]
        values = {name: getattr(value, name) for name in (*(one.name for one in fields(value)), *worked_out)}
        # An outline's main part and annex are its sections over again: they would only double what is sent.
        kept = {name: one for name, one in values.items() if name not in ("main", "annex") or name not in worked_out}
        return {"type": type(value).__name__, **{name: _plain(one) for name, one in kept.items()}}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str):
        return wording.printable(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


_UNSHOWN = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_MOST_TRIES = 12
_BEYOND_OUR_FONT = re.compile("[^\u0000-\u024f\u2000-\u206f\u20ac\u2122\u2192\u2260\u25b2\u25bc\u2713]")


def _compile(data: str) -> bytes:
    """The PDF; characters that no font at hand can draw stand by their names, since a blank would be a lie."""
    import typst

    for _ in range(_MOST_TRIES):
        try:
            return _typeset(data)
        except typst.TypstError as err:
            missing = _UNSHOWN.search(str(err))
            if missing is None:
                raise
            data = _named(data, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), missing["text"]))
    return _typeset(_named(data, "".join(_BEYOND_OUR_FONT.findall(data))))


def _named(data: str, characters: str) -> str:
    """The data with these characters written out: '[hebrew letter alef]'."""
    for char in set(characters):
        if not char.isascii():
            data = data.replace(char, f"[{unicodedata.name(char, f'character {ord(char):X}').lower()}]")
    return data


_ONE_AT_A_TIME = Lock()
"""A compiler that is at work refuses a second thread."""


def _typeset(data: str) -> bytes:
    compiler, template = _compiler()
    with _ONE_AT_A_TIME:
        made: bytes = compiler.compile(template, sys_inputs={"data": data}, format="pdf", pdf_standards=["ua-1"])
    return made


@cache
def _compiler() -> tuple[Any, bytes]:
    """One for the whole process, with the template: a new one reads its fonts anew, and what fits is found in some ten tries."""
    import typst

    ours = files("learnbrief.outputs")
    folder = ExitStack()  # fonts are read when they are first needed
    atexit.register(folder.close)
    fonts = folder.enter_context(as_file(ours.joinpath("static")))
    compiler: Any = typst.Compiler
    return compiler(font_paths=[str(fonts)]), ours.joinpath("templates", "brief.typ").read_bytes()
