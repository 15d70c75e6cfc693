"""What people call each kind of source."""

import re

from learnbrief.corpus.document import Kind

_KINDS = {
    "workshop notes": Kind.WORKSHOP_NOTES, "workshop": Kind.WORKSHOP_NOTES, "notes": Kind.WORKSHOP_NOTES, "flipchart": Kind.WORKSHOP_NOTES,
    "flipchart notes": Kind.WORKSHOP_NOTES, "table feedback": Kind.WORKSHOP_NOTES, "workshop note": Kind.WORKSHOP_NOTES,
    "coaching reflection": Kind.COACHING_REFLECTION, "reflection": Kind.COACHING_REFLECTION, "coaching": Kind.COACHING_REFLECTION,
    "coach reflection": Kind.COACHING_REFLECTION, "coaching notes": Kind.COACHING_REFLECTION, "coaching reflections": Kind.COACHING_REFLECTION,
    "webinar transcript": Kind.WEBINAR_TRANSCRIPT, "webinar": Kind.WEBINAR_TRANSCRIPT, "transcript": Kind.WEBINAR_TRANSCRIPT,
    "survey": Kind.SURVEY, "survey answers": Kind.SURVEY, "questionnaire": Kind.SURVEY, "survey free text": Kind.SURVEY,
    "interview": Kind.INTERVIEW, "interviews": Kind.INTERVIEW, "interview transcript": Kind.INTERVIEW, "interview notes": Kind.INTERVIEW,
    "focus group": Kind.FOCUS_GROUP, "focus groups": Kind.FOCUS_GROUP, "focus group transcript": Kind.FOCUS_GROUP,
    "focus group notes": Kind.FOCUS_GROUP, "stakeholder engagement": Kind.STAKEHOLDER_ENGAGEMENT,
    "stakeholder": Kind.STAKEHOLDER_ENGAGEMENT, "engagement": Kind.STAKEHOLDER_ENGAGEMENT, "stakeholder meeting": Kind.STAKEHOLDER_ENGAGEMENT,
    "member check": Kind.MEMBER_CHECK, "member checking": Kind.MEMBER_CHECK, "feedback form": Kind.MEMBER_CHECK,
    "other": Kind.OTHER, "other source": Kind.OTHER, "minutes": Kind.MINUTES, "meeting minutes": Kind.MINUTES,
    "minutes of a meeting": Kind.MINUTES, "meeting notes": Kind.MINUTES,
}  # fmt: skip


def kind_called(words: str) -> Kind | None:
    """The kind that somebody means; None for a word that nobody told us."""
    return _KINDS.get(re.sub(r"[\s_-]+", " ", words).strip().casefold())
