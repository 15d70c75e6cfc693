"""Counts in words: how widely something was found, spoken of or named, and what stands where a number is too small to be told."""

import re

from learnbrief.corpus.disclosure import in_places
from learnbrief.corpus.expected import at_least
from learnbrief.corpus.finding import Spread
from learnbrief.corpus.voices import UNNAMED
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.reported import Evidence, Heard, Reach, ReportedFinding, ReportedSpoken
from learnbrief.outputs.brief.spoken import is_the_thing
from learnbrief.outputs.layout.wording import capital, counted, many_collaboratives, one_source


def voices(spread: Reach | Heard | Spread) -> str:
    """'12 voices'; 'at most 12 voices' where some cannot be told apart from one source to the next."""
    many = spread.voices_at_most and isinstance(spread.voices, int) and spread.voices > 1
    return f"{'at most ' if many else ''}{counted(spread.voices, 'voice')}"


UNTOLD = "Found; small numbers are not given"
"""Reach in a published brief on one collaborative, where no place can stand in for a small number."""


def spread_line(spread: Reach | Heard, brief: Brief) -> str:
    """'Found in at least 7 sources and 3 of 5 collaboratives, by at most 12 voices': counts are what the tool found."""
    places = spread.places if isinstance(spread, Reach) else len(spread.by_collaborative)
    if one_source(brief):
        return f"Said by {voices(spread)}"
    if in_words(spread):
        return f"Found {in_places(places, _heard(brief))}" if places and many_collaboratives(brief) else UNTOLD
    if spread.documents == spread.voices == 1:
        return "From one voice in one source"
    least = "at least " if isinstance(spread.documents, int) else ""
    line = f"Found in {least}{counted(spread.documents, 'source')}"
    if many_collaboratives(brief) and places:
        line += f" and {places} of {len(brief.programme.collaboratives)} collaboratives"
    if spread.voices_at_most and spread.voices == spread.documents:
        return line  # 'at least 2 sources, by at most 2 voices' reads as a ceiling on who says it
    return f"{line}, by {voices(spread)}"


def finding_line(finding: ReportedFinding, brief: Brief) -> str:
    """How widely what heads a finding was said; how many more spoke of the subject; and whether an evaluator worded it."""
    named_or_near = named_line(finding.thing, brief) if finding.thing else near_line(finding, brief)
    estimate = estimated_line(finding, brief)
    spoken = estimate or named_or_near
    if is_the_thing(finding):
        return capital(spoken) or UNTOLD
    line = statement_line(finding, brief)
    worded = finding.heading_from == "evaluator"
    if finding.heading_from == "none" and finding.stated is None:
        return _subject_line(line)
    on_subject = finding.stated is None and len(finding.points) > 1 and not worded
    if not spoken and on_subject:
        return f"On this subject: {line[0].lower()}{line[1:]}"
    line = spoken_of(line)
    if estimate and line.startswith(SPOKEN_OF):
        line = capital(estimate)  # those who are counted are among them
    elif spoken:
        line = f"{line}; {spoken}"
    return f"{line}; worded by an evaluator" if worded else line


def named(spoken: ReportedSpoken) -> str:
    """A thing's words as a sentence carries them."""
    return f"\u201c{spoken.words}\u201d"


def named_line(spoken: ReportedSpoken, brief: Brief) -> str:
    """'11 sources from at least 4 of 5 collaboratives speak of “interpreter”': who names it is counted, and nothing claimed of what they say."""
    reach = spoken.reach
    many = many_collaboratives(brief) and reach.places
    if one_source(brief) or reach.documents == 1:
        return f"{counted(reach.voices, 'voice')} speak of {named(spoken)}"
    if in_words(reach):
        return f"{named(spoken)} is spoken of {in_places(reach.places, _heard(brief))}" if many else ""
    # 'at least': a greeting may name it too, a row may not tell where it comes from; and '1 of 5' tells nothing that the sources do not
    every = len(brief.programme.collaboratives)
    places = f" from {reach.places} of {every} collaboratives" if many and reach.places != 1 else ""
    return f"at least {counted(reach.documents, 'source')}{places} speak of {named(spoken)}"


SURE = 2
"""Others who come near, or surely speak of the matter, from which it is told: of one alone a reader found every second to speak of something else."""


def estimated_line(finding: ReportedFinding, brief: Brief) -> str:
    """'at least 4 of 11 sources speak of this matter (estimated)': how widely, as sure as `corpus.expected` says; nobody is counted as saying it."""
    likely = finding.spoken.likely if finding.spoken else {}
    said, others = _near(finding, brief)
    shares = [max(likely.get(one, 0.0) for one in own) for own in others.values()]
    surely = at_least(shares) if likely else 0
    if surely < SURE:
        return ""
    many = len(said) + surely
    if one_source(brief):
        return f"at least {counted(many, 'voice')} speak of this matter (estimated)"
    return f"at least {many} of {brief.base.documents} sources speak of this matter (estimated)"


def near_line(finding: ReportedFinding, brief: Brief) -> str:
    """'words near these in 4 other sources', in briefs from before it was told how likely each is."""
    others = _near(finding, brief)[1]
    if finding.spoken is None or finding.spoken.likely or len(others) < SURE:
        return ""
    if one_source(brief):
        return f"words near these by {counted(len(others), 'other voice')}"
    return f"words near these in {counted(len(others), 'other source')}"


def _near(finding: ReportedFinding, brief: Brief) -> tuple[set[str], dict[str, list[str]]]:
    """The sources whose words head a finding, in one source the voices; and of each other one the excerpts that come near."""

    def of_whom(one: Evidence) -> str:
        return one.voice if one_source(brief) else one.document

    ids = finding.stated_by or tuple(one.excerpt for one in finding.evidence)
    said = {of_whom(one) for one in finding.evidence if one.excerpt in ids}
    others: dict[str, list[str]] = {}
    for one in finding.spoken.near if finding.spoken else ():
        if of_whom(one) not in said:
            others.setdefault(of_whom(one), []).append(one.excerpt)
    return said, others


_SEVERAL = re.compile(
    r"\W*(?:several|some|many|most|both|two|three|four|five|all|others|members|people)\b[^.]{0,40}\b"
    r"(?:said|say|felt|feel|told|agreed|thought|think|described|reported)\b",
    re.IGNORECASE,
)
"""'Several members said that refusing a late date ...' is not one voice."""


def statement_line(finding: ReportedFinding, brief: Brief) -> str:
    """How widely a statement was found; of one voice only whose words they are: others may say it and not be recognised.

    Of voices that a source does not tell apart, and where its writer says that several said it, only where it stands.
    """
    reach = finding.reach
    alone = reach.voices == 1 and (reach.documents == 1 or one_source(brief))
    if alone and finding.heading_from in ("clause", "evaluator"):
        said = next((one for one in finding.evidence if one.excerpt == finding.heading_excerpt), finding.evidence[0])
        several = said.voice == UNNAMED or _SEVERAL.match(said.text)
        return "From one source" if several else "One voice\u2019s words"
    return spread_line(reach, brief)


SPOKEN_OF = "Spoken of"


def spoken_of(line: str) -> str:
    """What is counted under somebody's words that nobody checked: who speaks of the same, and not who says the same.

    Of 199 who were counted, judged by readers, .94 spoke of the matter and .61 made the point (docs/decisions/findings-16-beneath.md).
    """
    return line.replace("Said by", f"{SPOKEN_OF} by", 1).replace("Found", SPOKEN_OF, 1)


def _subject_line(line: str) -> str:
    """What is counted where a bare subject heads a finding: the quotes beneath may come from fewer, and say less."""
    said = line.replace("Said by", "The subject was spoken of by", 1).replace("Found", "The subject came up", 1)
    return said.replace(", by ", ", spoken of by ", 1).replace("From one", "The subject was spoken of by one", 1)


def in_words(spread: Reach | Heard) -> bool:
    """Whether its numbers are too small to be published, so that it is ranked in words."""
    return isinstance(spread.documents, str) or isinstance(spread.voices, str)


def _heard(brief: Brief) -> int:
    return len([place for place in brief.base.by_collaborative if place])


def is_not_heard(place: str, brief: Brief) -> bool:
    """Whether the brief may say of a collaborative that it was not heard at all; where it lists who was not, only of those."""
    if place in brief.base.by_collaborative:
        return False
    return brief.scope.kind in ("event", "collaborative") or brief.collaborative_name(place) in brief.base.not_heard


def ranking(brief: Brief) -> str:
    """What the words of a published ranking mean; empty where none is used."""
    if not many_collaboratives(brief) or not any(in_words(finding.reach) for finding in brief.findings):
        return ""
    return (
        f"In most places: in more than half of the {_heard(brief)} collaboratives heard. In several places: in two or "
        "more of them. In one place: in a single one. Numbers so small that they could point to people are not given."
    )
