"""Speaker labels: the name somebody speaks under, and labels that only say in what part."""

import re

from learnbrief.corpus.deidentify.spellings import plain_name
from learnbrief.corpus.deidentify.words import fold_all, word_set
from learnbrief.corpus.speakers import names_nobody as is_role

_PARTS = word_set(
    "facilitator facilitators cofacilitator moderator host cohost chair chairman chairwoman chairperson interviewer"
    " interviewee coach coachee presenter speaker speakers participant participants respondent respondents attendee"
    " delegate member members table group groups room breakout team panel panellist audience all everyone several unknown"
    " unidentified unnamed anonymous guest trainer narrator scribe note notetaker observer researcher evaluator person"
    " voice male female man woman question questions answer answers comment comments feedback response discussion summary"
    " action actions chat recording transcript caller user zoom teams client patient carer doctor clinician nurse manager"
    " director executive lead partner representative rep reflection reflections author the of and no number new from first"
    " second one two three four five six seven eight nine ten main online plenary flipchart post lived experience"
    " improvement senior service community public staff"
)
_AFTER_NAME = re.compile(r"\s*(?:[(\[|/]|\s[-–—]\s|,\s(?=[a-z])).*$", re.DOTALL)


def split_label(label: str) -> str:
    """The name in a speaker label as it is written there, without firm, role or brackets; empty where it names nobody."""
    bare = label.strip().rstrip(":").strip()
    name = _AFTER_NAME.sub("", bare) or bare
    return "" if names_nobody(name) or not plain_name(name) else name


def names_nobody(label: str) -> bool:
    """Whether a label says only in what part somebody speaks: 'Facilitator', 'Table 3 feedback', 'P4'."""
    return is_role(label) or all(key in _PARTS for key in fold_all(label) if len(key) > 1)
