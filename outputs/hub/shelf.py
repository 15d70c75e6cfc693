"""What the hub is made of: approved briefs as published, what has gone from it, resources, and how they belong together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from learnbrief.corpus.codebook import Codebook
from learnbrief.corpus.document import Collaborative, Programme
from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.quotations import in_prose
from learnbrief.outputs.brief.brief import NO_THEME, Brief
from learnbrief.outputs.brief.reported import ReportedFinding
from learnbrief.outputs.hub.questions import BoardQuestion
from learnbrief.outputs.hub.resources import Resource
from learnbrief.outputs.layout import wording
from learnbrief.outputs.layout.blocks import FindingBlock
from learnbrief.outputs.layout.findings import finding_block
from learnbrief.outputs.layout.in_short import SAID


@dataclass(frozen=True, slots=True)
class Gone:
    """A brief that stood in the hub, or may have been handed out, and whose words are no longer in it."""

    brief_id: str
    title: str
    why: str
    """A sentence that its page says."""
    successor: str = ""
    """The brief that took its place, where that stands in the hub."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding on a page of the hub, with the brief that holds its evidence."""

    brief: Brief
    block: FindingBlock
    link: str
    """Its place in the published brief, from the top of the hub."""

    @property
    def words(self) -> str:
        """The statement in a line; where nobody's words head it, the first of those beneath."""
        head, quotes = self.block.headline, self.block.quotes
        if not head.wordless or not quotes:
            return head.text
        first = quotes[0]
        return f"{head.text}{':' if first.verbatim else '.'} {in_prose(first.text, spoken=first.verbatim)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """Everything that the pages are made from; equal hubs give equal pages."""

    programme: Programme
    codebook: Codebook
    briefs: tuple[Brief, ...]
    """Newest first."""
    gone: tuple[Gone, ...] = ()
    resources: tuple[Resource, ...] = ()
    questions: tuple[BoardQuestion, ...] = ()
    """That boards ask."""
    about: str = ""
    """What the programme says of itself, in Markdown."""
    address: str = ""
    """Where the hub will stand on the web, without a slash at its end; empty where nobody has said."""

    def __post_init__(self) -> None:
        for brief in self.briefs:
            if brief.status != "approved" or brief.view != "published":
                raise BrokenStore(
                    f"brief {brief.id} is {brief.status}, {brief.view} view: the hub takes approved briefs as published only"
                )

    def messages(self, brief: Brief) -> list[Entry]:
        """What a brief says in short."""
        return [entry(brief, brief.finding(wanted)) for wanted in brief.messages]

    def on_theme(self, theme: str) -> Iterator[Entry]:
        """Every finding on a theme, of the newest brief first."""
        for brief in self.briefs:
            yield from (entry(brief, finding) for finding in brief.findings if finding.theme == theme)

    def briefs_on(self, place: Collaborative) -> list[Brief]:
        """Briefs in which this collaborative alone was heard."""
        return [brief for brief in self.briefs if place.slug in _only(brief)]

    def naming(self, place: Collaborative) -> Iterator[Entry]:
        """Findings whose published reach names this collaborative beside others."""
        for brief in self.briefs:
            if place.slug not in _only(brief):
                yield from (
                    entry(brief, finding)
                    for finding in brief.findings
                    if place.slug in finding.reach.collaboratives
                    and finding.id in brief.messages
                    and wording.may_name_places(finding, brief)
                )


def _only(brief: Brief) -> list[str]:
    if brief.scope.collaborative:
        return [brief.scope.collaborative]
    heard = [place for place in brief.base.by_collaborative if place]
    return heard if brief.scope.kind == "event" and len(heard) == 1 else []


def entry(brief: Brief, finding: ReportedFinding) -> Entry:
    """A finding as pages show it; its id is the brief's own, for two briefs may hold a finding of one name."""
    block = finding_block(finding, brief)
    head = block.headline
    if head.bare:
        head = replace(head, text=head.text.replace(NO_THEME, SAID, 1))
    named = replace(block, headline=head, finding=f"{brief.id}-{finding.id}")
    # not every finding stands in full in its brief; its first quote always has a place there
    return Entry(brief, named, f"briefs/{brief.id}/brief.html#q-{finding.quotes[0]}")


def ends(brief: Brief) -> tuple[str, str]:
    """By when a brief's material was said, then when it was made: the order of what we learned."""
    until = brief.scope.until.isoformat() if brief.scope.until else (brief.base.months or ("",))[-1]
    return until, brief.made.at.isoformat()
