"""Who can be counted as one: a known participant, else a table group, author or respondent, else the document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from learnbrief.corpus.document import Document, Kind, Participant, Passage, Speech, Voice
from learnbrief.corpus.identity import slug
from learnbrief.corpus.speakers import asks_questions, group_in, is_pseudonym, is_respondent, speech_of
from learnbrief.corpus.visitors import visiting_office, writer_of

UNNAMED = "unnamed voices"
"""Of a source that does not tell who speaks: it may be one person or many."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice and the capacity in which it speaks."""

    voice: Voice
    speech: Speech


def speaker_of(
    document: Document,
    passage: Passage,
    group: str | None,
    participants: Mapping[str, Participant],
    *,
    repeated: Collection[str] = (),
) -> Speaker:
    """Whose words a passage holds; `group` is the table whose feedback it stands under.

    `repeated` are the tables that several collaboratives of the document have, each its own.
    """
    if passage.speaker:
        voice = _labelled(document, passage, participants, repeated)
        speech = passage.speech if passage.speech is not Speech.PARTICIPANT else speech_of(voice.role)
        if document.kind in (Kind.INTERVIEW, Kind.FOCUS_GROUP) and asks_questions(passage.speaker):
            speech = Speech.FACILITATOR
        return Speaker(voice, speech)
    if group:
        return Speaker(_group(document, group, passage.place, repeated), Speech.PARTICIPANT)
    return Speaker(_unlabelled(document, passage.place, participants), passage.speech)


def _labelled(
    document: Document, passage: Passage, participants: Mapping[str, Participant], repeated: Collection[str]
) -> Voice:
    label = str(passage.speaker)
    name = label.strip().strip("[]")
    known = participants.get(name) or participants.get(label)
    if is_respondent(name):  # 'Respondent 7' of another survey is somebody else
        given = (known.role, known.collaborative) if known else (None, None)
        role, collaborative = given[0] or passage.role, passage.place or given[1]
        return Voice(f"{document.document_id}:{slug(name)}", name, "respondent", role, collaborative)
    if known is not None:
        return _participant(known, "participant")
    if group := group_in(name):
        return _group(document, group, passage.place, repeated)
    if is_pseudonym(name):  # the same person in every document, though the register does not say more
        return Voice(slug(name), name, "speaker", passage.role)
    return Voice(f"{document.document_id}:{slug(name)}", name, "speaker")


def _participant(participant: Participant, basis: str) -> Voice:
    return Voice(slug(participant.pseudonym), participant.pseudonym, basis, participant.role, participant.collaborative)


def _group(document: Document, group: str, place: str | None, repeated: Collection[str]) -> Voice:
    # Table 2 of an event is one group, in however many documents it left its notes.
    whose = f"{place} {group}" if place and group in repeated else group
    return Voice(f"{document.event_id}:{slug(whose)}", group, "group", None, place)


def _unlabelled(document: Document, place: str | None, participants: Mapping[str, Participant]) -> Voice:
    writer = writer_of(document)
    if writer and (document.author or writer in participants):
        known = participants.get(writer)
        return _participant(known, "author") if known else Voice(slug(writer), writer, "author")
    if (office := visiting_office(document)) and place in (None, document.collaborative):
        return Voice(f"{document.document_id}:author", f"the {office}", "author", office)
    if document.kind is Kind.COACHING_REFLECTION:
        return Voice(f"{document.document_id}:author", "the author", "author")
    if place and place != document.collaborative:
        # Whoever speaks for one place speaks for no other. The label does not name the place: briefs print it.
        return Voice(f"{document.document_id}:{place}", UNNAMED, "document", None, place)
    return Voice(document.document_id, UNNAMED, "document")
