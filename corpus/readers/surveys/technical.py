"""Columns that survey tools add of their own: who answered, from where, when, through what. They are left out and told."""

import re
from collections.abc import Collection, Sequence

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\s]+|(?<=[Dd]ate)/(?=[Tt]ime)")
_AT = r"(?: (?:date|time|at|on|stamp|dttm|utc|gmt))*"
_NUMBER_OF = r"(?: (?:no|num|number|id|ref|reference|code|key|token|guid|uuid|hash))"

# By what they tell; the tools that write them: Qualtrics, SurveyMonkey, SmartSurvey, Microsoft and Google Forms, JISC
# Online Surveys, Typeform, REDCap, LimeSurvey, Alchemer. Headers are compared in small letters, as words: 'ip address'.
_TECHNICAL = re.compile(
    "|".join(
        (
            # who: numbers given by the tool
            rf"(?:.* )?id|#|no|row|row index|row number|(?:unique |survey |anonymous |legacy )*(?:response|respondent|record|collector|user|contact"
            rf"|participant|submission|entry|session|network|panel|recipient|comment|case|form|member|import|serial|external|invitation)"
            rf"{_NUMBER_OF}(?: {_NUMBER_OF})*",
            r"user no|unique (?:response )?(?:number|reference)|external (?:data )?ref(?:erence)?|record|record id|access code|respondent link|edit link"
            r"|redcap (?:survey identifier|data access group|repeat instrument|repeat instance)|repeat instrument|repeat instance|survey identifier|data access group",
            r"recipient (?:first |last )?name|recipient e?-?mail|panel (?:first |last )?name|participant'?s? e?-?mail",
            # where
            r"ip|ip ?addr(?:ess)?|(?:location )?(?:latitude|longitude|coordinates)|geo ?(?:location|ip|code)(?: .*)?|user ?name",
            # when
            rf"(?:form |survey |response )?(?:start|started|begin|began|end|ended|completion|completed|submit|submitted|submission|modified|created|recorded|received|finish){_AT} ?(?:date|time|at|on|stamp|dttm|date time)(?: utc| gmt)?",
            r"(?:form |survey )?(?:date|time)(?: time)? (?:submitted|completed|started|created|modified|last action|ended|finished|of (?:completion|submission))",
            r"time ?stamp|.* timestamp|datestamp|survey (?:date|time)|(?:last )?(?:modified|action|updated)(?: (?:time|date|on|at))?|submitdate|startdate|stage date(?: utc)?|grade posted time",
            r"duration (?:in )?(?:seconds|minutes|secs|mins|hh:?mm:?ss)|duration (?:sec|min)s?|(?:response |completion )?time (?:taken|spent|elapsed|to complete)(?: .*)?|completion time|total time"
            r"|interview ?time|(?:group|question) time:? .*|.*\b(?:first click|last click|page submit|click count)|.* timing",
            # how far, through what
            r"response (?:type|status|set|score)|completion status|percent complete|last ?page|distribution channel|collector(?: (?:name|type|title))?|invitation (?:type|status)"
            r"|user language|start ?language|response language|survey language|user agent|browser(?: .*)?|browser version|operating system|screen resolution|device(?: type| data)?"
            r"|referr?er(?: (?:url|id))?|extended referr?er|ref ?url|tracking link|page path|custom (?:data|value|variable|field)s?(?: ?\d+)?|legacy comments|session ?id|link id",
            r"q (?:recaptcha score|relevant .*|ballot box stuffing|url|total duration|language|data policy violations|duplicate .*|fraud .*|pop.*|r|r del)|.*\b(?:display order|do \d+)|q\d+ (?:browser|version|operating system|resolution|meta info)|recaptcha(?: .*)?|.*\bmeta info\b.*",
            r"total points|quiz feedback",
        )
    )
)  # fmt: skip
# Words that a survey may ask for as well; they are the tool's own only beside its other columns.
_BESIDE_OTHERS = re.compile(
    r"status|progress|finished|completed?|complete\?|stage|ending|tags|language|country|city|state(?:/| )?region|region|postal(?: code)?|comments?|channel"
    r"|source|device|platform|seed|version|resolution|url|token|started|ended|submitted|duration|test|preview|response|via|reply count|replies|(?:up|down)? ?votes|(?:dis)?likes|reactions|(?:\w+ )?colou?r|attachments?|link|image url|consent form version|email sent|weight"
)
_FORM_DONE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*_complete")
"""REDCap's own mark of how far each form is filled in."""
_PERSONAL = re.compile(
    r"\b(?:e-?mail|phone|telephone|mobile|postcode|post code|postal address|home address|date of birth|dob|nhs number)\b"
)
_MARKED = re.compile(r"(?:Points|Feedback|Score) [-–] (?P<of>.+)")
_SHORT = 4
"""A header of up to so many words that holds 'e-mail' or 'telephone' asks for it; a longer one may ask about it."""
_CELLS = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+"
    r"|(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}"
    r"|\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?|[0-9a-f]{20,}"
    r"|R_[0-9A-Za-z]{8,}"
    r"|Mozilla/\d.*"
    r"|(?:\+44|0)[\d ()-]{9,14}"
    r"|-?\d{1,3}\.\d{4,}, ?-?\d{1,3}\.\d{4,}",
    re.IGNORECASE,
)
"""Cells that tell who or what answered, whatever their header: addresses of mail and machines, long keys, telephones, coordinates."""


def plain(header: str) -> str:
    """A header as words in small letters: 'IPAddress', 'ip_address' and 'IP address' are 'ip address'."""
    words = " ".join(filter(None, _WORDS.split(header.strip().lstrip("_"))))
    return re.sub(r"\s*[(\[{]|[)\]}:?.]+", " ", words.casefold()).strip().replace("  ", " ")


def is_technical(header: str) -> bool:
    """Whether a header is the tool's own, whatever survey it stands in."""
    words = plain(header)
    return bool(_TECHNICAL.fullmatch(words)) or (
        bool(_PERSONAL.search(words)) and len(words.split()) <= _SHORT and not header.rstrip().endswith("?")
    )


def may_be_technical(header: str) -> bool:
    """Whether a header is the tool's own where other headers are."""
    return bool(_BESIDE_OTHERS.fullmatch(plain(header)) or _FORM_DONE.fullmatch(header.strip()))


def marks_another(header: str, headers: Collection[str]) -> bool:
    """Whether a header is a quiz's mark of another column: 'Points - What helped?' beside 'What helped?'."""
    found = _MARKED.fullmatch(header)
    return found is not None and found["of"] in headers


def tells_who(cells: Sequence[str]) -> bool:
    """Whether nearly all cells identify the one who answered, or the machine."""
    return bool(cells) and sum(bool(_CELLS.fullmatch(cell.strip())) for cell in cells) > 0.6 * len(cells)
