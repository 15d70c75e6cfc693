"""De-identification of a whole source: from what was read to what may be frozen."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from learnbrief.corpus.deidentify.bearers import told_apart
from learnbrief.corpus.deidentify.edits import Edit, Remapping, apply_edits, settle
from learnbrief.corpus.deidentify.gazetteer import find_organisations, hidden
from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.labels import split_label
from learnbrief.corpus.deidentify.lexicon import in_dictionary, is_a_name
from learnbrief.corpus.deidentify.naming import NameFinder, Person, together
from learnbrief.corpus.deidentify.register import Register
from learnbrief.corpus.deidentify.rules import find_identifiers
from learnbrief.corpus.deidentify.short_forms import (
    HERE,
    ShortForms,
    beyond,
    introduced,
    laid_over,
    stand_for,
    standing_alone,
)
from learnbrief.corpus.deidentify.spellings import name_key, plain_name
from learnbrief.corpus.deidentify.suspect import Suspect
from learnbrief.corpus.deidentify.words import fold_all, words
from learnbrief.corpus.document import Passage, SourceText
from learnbrief.corpus.speakers import is_topic

Flagger = Callable[[str], list[Suspect]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One replacement, where it stands in the de-identified text."""

    start: int
    end: int
    type: str
    rule: str
    replacement: str
    status: str
    """'replaced' (certain), 'flagged' (masked until a person decides), 'confirmed', 'rejected' or 'added'."""


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A source without its identifiers; the originals go to `restricted/` and nowhere else."""

    source: SourceText
    title: str
    origin: str
    marks: tuple[Mark, ...]
    originals: tuple[str, ...] = field(repr=False)
    """What each mark replaced, in the order of the marks."""

    @property
    def kept(self) -> list[tuple[int, int, str]]:
        """(start, end, original) per mark, as `Originals.put` takes them."""
        return [(mark.start, mark.end, words) for mark, words in zip(self.marks, self.originals, strict=True)]

    def in_source(self) -> Iterator[tuple[int, str, Mark]]:
        """Where each mark's original stood in the text as it was read, with its words."""
        shift = 0
        for mark, original in zip(self.marks, self.originals, strict=True):
            yield mark.start - shift, original, mark
            shift += len(mark.replacement) - len(original)


class Deidentifier:
    """Everything known about whom to protect, ready for any number of sources; remembers pseudonyms it gives.

    `keep` are names that must stand: the programme's and its collaboratives'. `flagger` finds what may be a name.
    Call `save` when a source is done, so that the next run gives the same pseudonyms.
    """

    def __init__(
        self, register: Register, keyfile: Keyfile, *, keep: Iterable[str] = (), flagger: Flagger | None = None
    ) -> None:
        self._people = register.people
        self._keyfile = keyfile
        self._keep = _any_of([*(kept := _as_spoken(keep)), *_telling_words(kept)])
        self._flagger = flagger
        self._finder = NameFinder(self._people, stranger=self._stranger)
        self._short_forms = ShortForms(keyfile)

    @property
    def keyfile(self) -> Keyfile:
        """The key from names to pseudonyms."""
        return self._keyfile

    def save(self) -> None:
        """Keep the pseudonyms given so far, with those of short forms that several organisations claim."""
        self._short_forms.known()
        self._keyfile.save()

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """Short forms of organisations that hold in every source, with what stands for each."""
        return self._short_forms.known()

    def learn(self, text: str) -> None:
        """Remembers, for all sources, by which short forms a text calls its organisations."""
        self._short_forms.learn(introduced(text, find_organisations(text)))

    def document(self, source: SourceText, *, title: str = "", origin: str = "") -> Deidentified:
        """The source with every identifier replaced, in its text, speakers, title and file name."""
        self.learn(source.text)
        speakers = {passage.speaker for passage in source.passages if passage.speaker}
        finder = self._finder_with(speakers)
        called = {label: self._called(label, finder) for label in speakers}
        edits = self._edits(source, finder, called)
        moved = apply_edits(source, edits)
        passages = tuple(_renamed(passage, called) for passage in moved.passages)
        return Deidentified(
            SourceText(moved.text, passages),
            self.words(title),
            self._file_name(origin),
            _marks(edits),
            tuple(source.text[edit.start : edit.end] for edit in edits),
        )

    def words(self, text: str) -> str:
        """A short text (title, file name, survey attribute) without identifiers, be it written with_underscores."""
        return self.known_by_now(
            apply_edits(SourceText(text, ()), self._found(text.replace("_", " "), self._finder)).text
        )

    def known_by_now(self, clean: str) -> str:
        """Short words that were de-identified, now or long ago, without the short forms that any source introduces."""

        def who(match: re.Match[str]) -> str:
            names = self._keyfile.names_of("Name", match.group())
            return next((elsewhere[name] for name in names if name in elsewhere), match.group())

        elsewhere = self.elsewhere
        named = re.sub(r"\bName \d+\b", who, clean)
        return apply_edits(SourceText(named, ()), beyond((), named, elsewhere)).text

    def known_elsewhere(self, text: str, standing: Sequence[Edit], names: Mapping[str, str]) -> list[Edit]:
        """What these short forms of other sources hide in a text beyond what is hidden in it by what it says itself."""
        if not beyond(standing, text, names):  # as in most texts, and whole programmes are asked
            return []
        its_own = introduced(text, find_organisations(text))
        new = beyond(standing, text, {short: one for short, one in names.items() if short not in its_own})
        return self._not_kept(new, text)

    def _file_name(self, name: str) -> str:
        """A file name without names of people: 'Okonwu_Ada.docx' keeps its ending."""
        stem, dot, ending = name.rpartition(".")
        return self.words(stem if dot else name) + (dot + ending if dot else "")

    def speaker(self, label: str) -> str:
        """What stands for a speaker or author: 'Person 3'; a label that names nobody stays."""
        return self._called(label, self._finder_with([label]))

    def _stranger(self, name: str) -> str:
        return self._keyfile.pseudonym("Person", name_key(name) or name.casefold())

    def _finder_with(self, labels: Iterable[str]) -> NameFinder:
        """The finder, also knowing the names that only this source's speaker labels give."""
        names = sorted({name for label in labels if (name := split_label(label)) and self._is_new_name(name)})
        if not names:
            return self._finder
        strangers = [Person(self._stranger(name), name, known_from="speaker label") for name in names]
        return NameFinder([*self._people, *strangers], stranger=self._stranger)

    def _is_new_name(self, name: str) -> bool:
        keys = fold_all(name)
        if is_topic(name):
            return False
        if len(keys) == 1 and in_dictionary(keys[0]) and not is_a_name(keys[0]):
            return False  # 'Learning:' rather than somebody
        return not any(hit.start == 0 and hit.end >= len(name) for hit in self._finder.find(name))

    def _called(self, label: str, finder: NameFinder) -> str:
        name = split_label(label)
        hits = finder.find(name) if name else []
        for hit in hits:
            if hit.start == 0 and hit.end >= len(name):
                return together(hit.people)
        if name and not hits and not is_topic(name):
            return self._stranger(name)  # an ordinary word though it may be: nobody speaks but people
        return self.known_by_now(_bare(apply_edits(SourceText(label, ()), self._found(label, finder)).text))

    def _edits(self, source: SourceText, finder: NameFinder, called: Mapping[str, str]) -> tuple[Edit, ...]:
        own = settle([*self._found(source.text, finder), *_label_edits(source, called)], source.text)
        found = laid_over(own, self.known_elsewhere(source.text, own, self.elsewhere))
        labels = [passage for passage in source.passages if passage.layout == "label"]
        starts = [passage.start for passage in labels]
        return tuple(_without_brackets(edit, labels, starts) for edit in found)

    def _suspected(self, text: str, suspects: Sequence[Suspect]) -> list[Edit]:
        """Suspects under pseudonyms, with every other place where this text names the same people."""
        full = sorted({name for one in suspects if one.kind == "person" and " " in (name := _name(one, text))})
        people = [Person(self._stranger(name), name, known_from="named elsewhere") for name in full]
        again = NameFinder(people, stranger=self._stranger).find(text) if people else []
        same = {(hit.start, hit.end): hit.people for hit in again}
        for one in suspects:  # 'Grace', where exactly one Grace is named in full
            whose = [
                person.pseudonym for person in people if set(fold_all(_name(one, text))) < set(fold_all(person.name))
            ]
            if len(whose) == 1:
                same.setdefault((one.start, one.end), frozenset(whose))
        apart = told_apart(suspects, text, known=self._stranger, new=partial(self._keyfile.pseudonym, "Person"))
        edits = [replace(hit.edit(), certain=False) for hit in again if (hit.start, hit.end) not in apart]
        return edits + [self._suspect_edit(one, text, same | apart) for one in suspects]

    def _suspect_edit(self, one: Suspect, text: str, same: Mapping[tuple[int, int], frozenset[str]]) -> Edit:
        name = _name(one, text)
        if one.kind == "person" or (one.start, one.end) in same:
            who = together(same.get((one.start, one.end)) or [self._stranger(name)])
            return Edit(one.start, one.end, f"[{who}]", "person", one.rule, one.certain)
        if one.kind == "name":
            what = self._keyfile.pseudonym("Name", " ".join(fold_all(name)) or name)
            return Edit(one.start, one.end, f"[{what}]", "name", one.rule, one.certain)
        return Edit(one.start, one.end, "[number]", "number", one.rule, one.certain)

    def _found(self, text: str, finder: NameFinder) -> tuple[Edit, ...]:
        edits = [hit.edit() for hit in finder.find(text)]
        edits += find_identifiers(text)
        edits += self._organisations(text)
        if self._flagger is not None:
            edits += self._suspected(text, self._flagger(text))
        return settle(self._not_kept(edits, text), text)

    def _organisations(self, text: str) -> list[Edit]:
        full = find_organisations(text)
        short = stand_for(introduced(text, full), self._keyfile)
        return [hidden(one, self._keyfile) for one in full] + list(standing_alone(text, short, HERE))

    def _not_kept(self, edits: Iterable[Edit], text: str) -> list[Edit]:
        kept = [match.span() for match in self._keep.finditer(text)] if self._keep else []
        return [edit for edit in edits if not _inside(edit, kept)]


def _as_spoken(names: Iterable[str]) -> list[str]:
    """The names to keep, and without the remark in brackets that nobody says: 'Fairer Together (pilot)'."""
    bare = {name: re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", name) for name in names}
    return [*bare, *(short for name, short in bare.items() if short != name and " " in short)]


def _telling_words(phrases: Iterable[str]) -> list[str]:
    """Words that stand for a kept name by themselves: 'Brackwater' for the Brackwater Collaborative."""
    return [
        word.written
        for phrase in phrases
        for word in words(phrase)
        if len(word.key) > 3 and not in_dictionary(word.key) and not is_a_name(word.key)
    ]


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    wanted = sorted({" ".join(phrase.split()) for phrase in phrases if phrase.strip()}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in wanted) + r")(?!\w)", re.IGNORECASE)


def _name(suspect: Suspect, text: str) -> str:
    return plain_name(" ".join(text[suspect.start : suspect.end].split()))


def _inside(edit: Edit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= edit.start and edit.end <= end for start, end in spans)


def _label_edits(source: SourceText, called: Mapping[str, str]) -> list[Edit]:
    """The name in every label line that the reader found, whatever else would have found it."""
    edits = []
    for passage in source.passages:
        name = split_label(passage.speaker) if passage.layout == "label" and passage.speaker else ""
        at = source.text.find(name, passage.start, passage.end) if name else -1
        if at >= 0 and called[str(passage.speaker)] != passage.speaker:
            edits.append(Edit(at, at + len(name), called[str(passage.speaker)], "person", "speaker label"))
    return edits


def _without_brackets(edit: Edit, labels: Sequence[Passage], starts: Sequence[int]) -> Edit:
    at = bisect_right(starts, edit.start) - 1
    if edit.type == "person" and at >= 0 and edit.end <= labels[at].end:
        return replace(edit, replacement=_bare(edit.replacement))
    return edit


def _bare(words: str) -> str:
    return re.sub(r"\[((?:Person|Name) [^\]]+)\]", r"\1", words)


def _renamed(passage: Passage, called: Mapping[str, str]) -> Passage:
    return replace(passage, speaker=called[passage.speaker]) if passage.speaker else passage


def _marks(edits: Sequence[Edit]) -> tuple[Mark, ...]:
    return tuple(
        Mark(start, end, edit.type, edit.rule, edit.replacement, "replaced" if edit.certain else "flagged")
        for edit, (start, end) in zip(edits, Remapping(edits).placed(), strict=True)
    )
