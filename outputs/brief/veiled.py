"""Headlines as they may be published: whose words may head a finding there, and which names they may hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learnbrief.corpus.document import Collaborative, Participant
from learnbrief.corpus.naming import names
from learnbrief.corpus.places import PlaceNames
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.heard import Standing
from learnbrief.outputs.brief.reported import (
    ReportedClause,
    ReportedDeed,
    ReportedFinding,
    ReportedPoint,
    ReportedThenNow,
)
from learnbrief.outputs.brief.small_numbers import many
from learnbrief.outputs.brief.spoken import may_be_published

# What de-identification writes: '[Person 27]', '[Person 3 or 7]', '[Trust B]', '[Health board A]', '[Name 4]'.
_BRACKETED = re.compile(r"\[(?P<kind>[A-Z][A-Za-z]*(?: [a-z]+)?) (?:\d+|[A-Z]{1,2})\b[^\[\]]*\]")
_PERSON = re.compile(r"\bPerson \d+\b")
# Things stand in small letters.
_ANY_PSEUDONYM = re.compile(r"\[|\bperson \d", re.IGNORECASE)
A_PLACE = "[a collaborative]"


@dataclass(frozen=True, slots=True)
class Veil:
    """What the headlines of one published brief may say."""

    brief: Brief
    standing: Standing
    families: Mapping[str, str]
    """Pseudonym to role family, where enough people hold the role: 'Person 27' to 'a clinician'."""
    released: frozenset[str]
    """Findings whose clause an evaluator allowed although few voices stand behind it."""

    def finding(self, finding: ReportedFinding) -> ReportedFinding:
        """The finding with its headline, clauses, places and silences as they may be published."""
        named = frozenset(place for place, voices in self._voices(finding.id).items() if voices > 1)
        # An evaluator answers for their own words; words of the material need enough people behind them.
        enough = finding.id in self.released or many(finding.reach.voices, self.brief.k)
        spoken = finding.spoken if self._may_be_named(finding) else None
        if not enough and finding.heading_from != "evaluator":
            finding = replace(
                finding,
                heading=spoken.words[:1].upper() + spoken.words[1:] if spoken else self.brief.theme_and_side(finding),
                heading_from="composed" if spoken else "none",
                stance=None if spoken else finding.stance,  # they name it from every side
                solved_later=finding.solved_later and not spoken,  # what the clause told was solved
                clause=None,
                then_now=None,
                stated=None,
                stated_by=(),
                one_kind_only=finding.one_kind_only and len(finding.spread.kinds) == 1 and not spoken,
            )
        return replace(
            finding,
            heading=self._veiled(finding.heading, named),
            clause=self._clause(finding.clause, named) if enough else None,
            points=tuple(self._point(point, named, released=finding.id in self.released) for point in finding.points),
            then_now=self._then_now(finding.then_now, named) if finding.then_now and enough else None,
            subject=self._veiled(finding.subject, named) if enough else "",
            spoken=spoken,
            candidates=(),
            silent=tuple(
                silence
                for silence in finding.silent
                if self.standing.by_place.get(silence.collaborative, 0) >= self.brief.k
            ),
        )

    def _may_be_named(self, finding: ReportedFinding) -> bool:
        """A thing that enough voices name, and that is the name of nobody and nowhere, not even of a place that may be told."""
        words = finding.spoken.words if finding.spoken else ""
        return may_be_published(finding, self.brief.k) and not self._is_a_name(words)

    def _is_a_name(self, words: str) -> bool:
        """Whether a thing's words hold a person's or a collaborative's name, or are one in small letters or the singular."""
        if _ANY_PSEUDONYM.search(words) or self._veiled(words, frozenset()) != words:
            return True
        places = (Collaborative(one.slug, one.name, one.short) for one in self.brief.programme.collaboratives)
        return any(_holds(words, spelling) for spelling in PlaceNames(places).written)

    def _voices(self, finding: str) -> Mapping[str, int]:
        return self.standing.by_finding.get(finding, {})

    def _point(self, point: ReportedPoint, named: frozenset[str], *, released: bool) -> ReportedPoint:
        enough = released or many(point.spread.voices, self.brief.k)
        return replace(
            point,
            clause=self._clause(point.clause, named) if enough else None,
            against=self._clause(point.against, named) if enough else None,
            deed=self._deed(point.deed) if point.deed else None,
        )

    def _deed(self, deed: ReportedDeed) -> ReportedDeed | None:
        """An action without whoever is not one of many in their role; words of a table beside it are not published."""
        people = [self.families.get(name, "") for name in _PERSON.findall(deed.owner)]
        owner = ", ".join(dict.fromkeys(one for one in people if one))
        known = owner or deed.due or deed.state
        return replace(deed, owner=owner, told=None, told_on=None) if known else None

    def _then_now(self, then_now: ReportedThenNow, named: frozenset[str]) -> ReportedThenNow:
        return replace(
            then_now,
            earlier=replace(then_now.earlier, text=self._veiled(then_now.earlier.text, named)),
            later=replace(then_now.later, text=self._veiled(then_now.later.text, named)),
            place=then_now.place if then_now.place in named else None,
            still=tuple(place for place in then_now.still if place in named),
        )

    def _clause(self, clause: ReportedClause | None, named: frozenset[str]) -> ReportedClause | None:
        return replace(clause, text=self._veiled(clause.text, named)) if clause else None

    def _veiled(self, text: str, named: frozenset[str]) -> str:
        """Words in square brackets stand where a name stood, as an editor would put them into a quotation."""
        text = _BRACKETED.sub(self._bracketed, text)
        text = _PERSON.sub(lambda match: f"[{self._family(match[0])}]", text)
        for place in self.brief.programme.collaboratives:
            if place.slug not in named:
                for spelling in _spellings(Collaborative(place.slug, place.name, place.short)):
                    text = spelling.sub(A_PLACE, text)
        return text

    def _bracketed(self, match: re.Match[str]) -> str:
        if match["kind"] in ("Person", "Name"):
            one_of_several = not re.fullmatch(r"\[Person \d+\]", match[0])
            return "[someone]" if one_of_several else f"[{self._family(match[0][1:-1])}]"
        kind = match["kind"] if match["kind"].isupper() else match["kind"].lower()
        return f"[{with_article(kind)}]"

    def _family(self, pseudonym: str) -> str:
        return self.families.get(pseudonym, "someone")


def with_article(words: str) -> str:
    """'a clinician', 'an executive'; 'a university', by its sound."""
    vowel = words[0].casefold() in "aeiou" and not words.casefold().startswith("uni")
    return f"{'an' if vowel else 'a'} {words}"


def _holds(words: str, spelling: str) -> bool:
    """Whether some of a thing's words are a name, or its singular: 'ten acre' of Ten Acres."""
    parts, length = words.split(), len(spelling.split())
    return any(names(" ".join(parts[n : n + length]), spelling) for n in range(len(parts) - length + 1))


def _spellings(collaborative: Collaborative) -> list[re.Pattern[str]]:
    """Every way of naming a collaborative, longest first."""
    written = sorted(PlaceNames([collaborative]).written, key=len, reverse=True)
    return [
        re.compile(r"\b" + r"\W+".join(re.escape(word) for word in spelling.split()) + r"\b", re.IGNORECASE)
        for spelling in written
    ]


def families(participants: Sequence[Participant], by_role: Mapping[str, int], k: int) -> dict[str, str]:
    """The role family of everybody whose role at least k people hold."""
    return {
        person.pseudonym: with_article(person.role)
        for person in participants
        if person.role and by_role.get(person.role, 0) >= k
    }
