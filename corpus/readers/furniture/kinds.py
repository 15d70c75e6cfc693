"""Lines that are about the paper wherever they stand: date, hall, who typed it, who came, what it may be used for."""

import re
from dataclasses import dataclass

from learnbrief.corpus.late import LatePattern

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?:,? \d{{4}})?"
DATE = rf"(?:(?:{_WEEKDAY},? )?(?:{_DAY}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}})|{_WEEKDAY}|{MONTH} \d{{4}})"
CLOCK = r"\d{1,2}(?:[.:]\d{2})? ?(?:am|pm|noon|hrs)?"
TIME = rf"(?:from )?(?:\d{{1,2}}[.:]\d{{2}} ?(?:am|pm|hrs)?|\d{{1,2}} ?(?:am|pm))(?: ?(?:-|–|to|until) ?{CLOCK})?"
HALL = r"(?:hall|room|suite|theatre|centre|center|library|chapel|building|boardroom|canteen|club|hotel|floor|annexe|campus)"
ONLINE = r"(?:(?:via|on|by|online|virtual(?:ly)?|ms|microsoft)[ ,(]*)*(?:zoom|(?:ms |microsoft )?teams|webex|skype|online)\)?"
# 'hall B', 'Town Hall', 'the Old Library, room 2': a building's word with a letter, a number or a name beside it.
_PLACE = rf"(?:(?:the |in |at )?(?:[\w'’]+ ){{0,3}}{HALL}(?: [A-Z\d][\w.]{{0,4}}| [a-z])?|{ONLINE})"
NAME = r"(?-i:[A-Z][\w'’.-]*(?:,? [A-Z][\w'’.-]*){0,5}|\[[^\]]{1,30}\])"
# Clock times in words, as minutes have them: 'shortly after twelve', 'seven minutes past noon'.
NUMBER = (
    r"(?:\d{1,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|ninety)(?:-\w+)?)"
)
HOUR = rf"(?:{NUMBER}(?: o['’]clock)?|noon|midday|lunchtime)"
WORDED = (
    rf"(?:(?:about|around|just|shortly|nearly|promptly|soon|a little) )*(?:(?:after|before|past) )?"
    rf"(?:(?:half|a quarter|quarter|{NUMBER}(?: minutes?)?) (?:past|to|after|before) )?(?:{CLOCK}|{HOUR})"
)
OCCASION = r"(?:meeting|session|workshop|forum|gathering|group|webinar|visit|event|call|seminar|round table)"
_CHAIR = rf"(?:chair(?:man|woman|person)?|{NAME})"
# The rest of a sentence, and not of the next: '9 October, 2.30pm in hall B'.
_REST = r"(?:[^.!?]|[.](?=\d))"
OPINION = (
    r"\b(?:I|we|us|our|ours|me|my|they|nobody|no one|nowhere|never|still|too|again|because|but|so that|should|could|would|must|can|cannot"
    r"|can['’]t|couldn['’]t|didn['’]t|doesn['’]t|don['’]t|isn['’]t|wasn['’]t|weren['’]t|won['’]t|why|how|felt|feels?|says?|thinks?|mistakes?|complain\w*|late|every|nothing)\b"
)
"""Words with which somebody says something: a line about the paper has none of them."""
SAYS_NOTHING = rf"(?!.*{OPINION})"
# What an apology does, comes with or came to: whoever tells that does not count those who stayed away.
NO_EFFECT = (
    r"(?!.*\b(?:after|later|years|came with|will|may|might|shall|do|does|did|makes?|made|helps?|helped|matter(?:s|ed)?|means?|meant"
    r"|counts?|works?|worked|costs?|takes?|heals?|healed|changes?|changed|goes|go|went|needs?|ends?|ended|land(?:s|ed)?|arrived?|arrives|follow(?:s|ed)?|builds?|built|when|if|instead|rather)\b)"
)
# Who stays away is told by name or number, or as somebody; 'apologies from managers' are any managers'.
_SOMEBODY = rf"(?=(?-i:[A-Z\[])|(?:the|an?|both|all|{NUMBER})\b)"
_NO_BUT = r"(?!.*\b(?:but|nothing|nobody|never|still)\b)"
_BY = r"(?:by|:)[: ]*(?!(?:hand|nobody|no one|whom)\b)(?:(?-i:[A-Z])\. ?|[^\s,.;!?]+ ?){1,5}(?:, ?(?:[^\s,.;!?]+ ?){1,3})?"


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of line that nobody said."""

    name: str
    pattern: LatePattern
    reason: str
    mid_text: bool = True
    """False: its words may also end a wrapped sentence, so it counts only where a sentence ended before."""


def kind(name: str, pattern: str, reason: str, *, mid_text: bool = True) -> Furniture:
    """A kind whose pattern takes no notice of capitals."""
    return Furniture(name, LatePattern(pattern, re.IGNORECASE), reason, mid_text)


KINDS = (
    kind(
        "date and place",
        rf"(?:(?:{DATE}|{TIME})(?:[ ,;/–-]|\bat\b)*)+(?:{_PLACE}(?:[ ,;/–-]+{_PLACE}|[ ,;/–-]+(?:{TIME}))*)?",
        "'3 September, hall B' says when and where the paper is from",
        mid_text=False,
    ),
    kind(
        "place",
        rf"(?:{HALL} (?:[A-Z]|\d[\w.]{{0,4}})|(?!teams\b|online\b|skype\b){ONLINE}|(?:[\w'’]+ ){{1,3}}{HALL},? {HALL} [A-Z\d][\w.]{{0,4}})",
        "'Hall B', 'Zoom' on a line of its own",
        mid_text=False,
    ),
    kind(
        "labelled date",
        rf"date(?: (?:and time|and place|of (?:the )?{OCCASION}))? ?: ?{DATE}(?:[ ,;/–-]+(?:{TIME}|{_PLACE}|(?-i:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){{0,2}})))*|time ?: ?{TIME}",
        "'Date: 14 October 2025, Leeds'",
    ),
    kind(
        "labelled place",
        rf"(?:venue|location|held (?:at|in|on))[: ]+(?:{_PLACE}|{DATE})(?:[ ,;–-]+(?:{_PLACE}|{DATE}|{TIME}))*",
        "'Venue: hall B'; 'Venue: too small and no lift' is somebody's opinion",
    ),
    kind(
        "next meeting",
        rf"(?:date (?:and time )?of )?(?:(?:the|our) )?next (?:one|{OCCASION})(?: date)?(?: ?:| is| will be| to be| held| on)+ .{{0,12}}?{DATE}{_REST}{{0,60}}"
        rf"|(?:(?:the )?(?:date|venue|time|place)(?:,? (?:and|or) (?:date|venue|time|place))?(?: of (?:the )?next {OCCASION})?|(?:the )?next {OCCASION}) ?(?::|is|will be|are|,)? ?"
        r"(?:still )?(?:(?:to be|will be) (?:told|confirmed|announced|agreed|arranged|advised|circulated)|tb[acd]|to follow)",
        "an appointment",
    ),
    kind(
        "hand",
        rf"(?:(?:the )?(?:minutes?|notes?|record) )?(?:were )?(?:typed(?: up| out)?|copied(?: out| up)?|written(?: up| out)|taken"
        rf"|transcribed|compiled|prepared|circulated|scribed) {_BY}",
        "who typed or copied it",
    ),
    kind(
        "hand",
        rf"(?:minutes|notes|scribe|note-? ?taker|minute-? ?taker|signed|typist|secretary)(?: by)? ?[:–-] ?{NAME}",
        "who wrote it",
    ),
    kind(
        "attendance",
        r"(?:present|in attendance|attendance|attendees|apologies(?: for absence)?|quorum) ?[:–-] ?(?:none|nil|n/a|met|not met|reached|(?:see|as) .{1,40}|(?-i:[A-Z\[\d]).{0,200})",
        "who came",
    ),
    kind(
        "attendance",
        rf"(?:(?:no|there were no) apologies(?: were received)?|{SAYS_NOTHING}{NO_EFFECT}(?!.*\b(?:came|was|were|is|are|has|have)\b)apologies (?:(?:were )?received from |from {_SOMEBODY}).{{1,120}}|apologies received)",
        "who did not come; 'Apologies from managers would help' asks for some",
    ),
    kind(
        "attendance",
        rf"{SAYS_NOTHING}(?!.*\b(?:after|later|years)\b)apologies(?: for absence)?,? (?:(?:had|have|has) (?:also )?been|were|are|was) (?:also )?(?:received|recorded|noted|tendered)"
        r"(?: (?:from|for|on behalf of|by) .{1,200})?",
        "the same in any tense",
    ),
    kind(
        "opening hours",
        rf"(?:the )?{OCCASION} (?:was |had )?(?:opened|started|begun|began|closed|ended|finished|adjourned|rose)(?: promptly)?(?: at)? {WORDED}"
        r"(?:,? (?:with thanks|and (?:tea|coffee|cake|lunch)|in (?:the )?\w+|with \w+ \w+).{0,40}|, \w+ \w+)?",
        "when a meeting began and closed",
    ),
    kind(
        "formula",
        r"with no (?:other|further|more) (?:items?|business|matters) .{1,120}|(?:there being nothing (?:else|further|more)|(?:the|all) business (?:being|having been)) .{1,120}"
        r"|there (?:being|was|were) no (?:further|other|more|any other|urgent)(?: items? of)? (?:business|matters?|items?|questions)(?:,? (?:the|it|we|to discuss|and the) .{0,140})?"
        r"|no (?:further|other|urgent|any other) (?:business|matters)(?: was raised| were raised)?",
        "what minutes say when nothing is left to say",
    ),
    kind(
        "formula",
        rf"{_NO_BUT}(?:the )?(?:minutes|notes|record) of (?:the |our )?(?:last|previous|{DATE}|\w+) ?(?:{OCCASION})?(?: of {DATE})?,? (?:were|was|had been|having been|are)"
        rf" (?:read|taken as read|agreed|approved|accepted|adopted|confirmed|signed){_REST}{{0,80}}"
        rf"|(?:the )?minutes of (?:the |our )?(?:last|previous|{DATE}|\w+) ?(?:{OCCASION})? ?[:–-] ?(?:read|taken as read|agreed|approved|accepted){_REST}{{0,40}}",
        "the minutes of the last meeting",
    ),
    kind(
        "formula",
        r"(?:any other business|a\.?o\.?b\.?|matters arising|declarations? of interests?) ?[:–-]? ?(?:none|nil|there (?:was|were) none).{0,20}"
        r"|(?:there were )?no (?:matters arising|declarations of interest)(?: were (?:made|declared))?",
        "an item without an answer",
    ),
    kind(
        "hand",
        rf"(?:(?:form|review|log) )?(?:completed|submitted|authored|produced|reviewed|approved|observed) by ?: ?{NAME}(?:, [\w ]{{1,40}})?",
        "who filled it in",
    ),
    kind(
        "head",
        r"(?:(?:observer|name|role|job title|ward|unit|team|site|shift|date|time|venue|location|facilitator|scribe|coach|completed by) ?:\s?(?-i:[A-Z\d])[^:.?!]{0,40}?(?:[\s,;|]+(?=[A-Z])|$)){2,}",
        "'Observer: Sam Teal  Ward: 5  Date: 14 March 2025' on one line",
    ),
    kind(
        "agenda",
        r"(?:(?:item )?\d{1,2}(?:\.\d{1,2})?[.):]? ?)?(?:(?:welcomes?|introductions?|apologies(?: for absence)?|declarations? of interests?|housekeeping)(?:,? (?:and|&) |, ?| ?/ ?)?)+"
        r"|(?:(?:item )?\d{1,2}(?:\.\d{1,2})?[.):]? ?)?(?:(?:(?:review|approval|agreement) of (?:the )?)?minutes (?:of|from) (?:the |our )?(?:last|previous) meeting(?:,? (?:and|&) (?:matters arising|actions?(?: log)?))?"
        r"|matters arising|(?:any other business|a\.?o\.?b\.?)(?: \(aob\))?|(?:date|time)(?: and (?:time|date|place|venue))? of (?:the )?next meeting|close(?: of meeting)?)",
        "an item of every agenda, which says nothing of what was discussed",
        mid_text=False,
    ),
    kind(
        "closing",
        r"(?:thank you|(?:many )?thanks)(?: (?:very much|all|for (?:listening|coming|your (?:time|attention)|having us)))?|(?:any )?questions(?: ?(?:and|&) ?(?:answers|discussion))?\??|q ?& ?a\??",
        "the last slide of every talk",
        mid_text=False,
    ),
    kind(
        "count",
        r"(?:answered|skipped|base|sample(?: size)?|total(?: responses)?|respondents|n) ?[:=] ?\d[\d,]*(?: ?\(\d+ ?%\)?)?|\d[\d,]* (?:responses?|answers|respondents|replies)(?: \(\d+ ?%\)?)?"
        r"|(?:response|completion) rate ?[:=]? ?\d+(?:\.\d+)? ?%",
        "how many answered, as reports of surveys print it over every question",
        mid_text=False,
    ),
    kind(
        "formula",
        rf"(?:the )?{_CHAIR} (?:thanked|welcomed) (?:everyone|everybody|all|members|those present)"
        rf"(?: for (?:coming|attending|their (?:time|attendance))| to the {OCCASION})?(?:,? and (?:opened|closed|adjourned) the {OCCASION}(?: at {WORDED})?)?"
        rf"|(?:the )?{_CHAIR} (?:(?:opened|closed|adjourned) the {OCCASION}|declared the {OCCASION} (?:open|closed))(?: at {WORDED})?",
        "how a meeting is opened and closed",
    ),
    kind(
        "disclaimer",
        r"(?:(?:all|the) )?(?:names|people|persons|places|invented|fictional|fictitious)[\w ,]{0,60}"
        r"(?:invented|fictional|fictitious|for testing|for (?:training|demonstration)(?: purposes)?)(?: (?:only|and for testing))?",
        "what the paper says of itself",
    ),
    kind(
        "disclaimer",
        rf"(?:(?:this [a-z]+|[\w ]{{2,40}}) (?:is|belongs to) an? |{DATE}, )?(?:invented|fictional|fictitious) [a-z]+,? "
        r"(?:written|made|for use) (?:for|in) (?:demonstration|testing|training)",
        "what the paper says of itself",
    ),
    kind(
        "disclaimer",
        r"(?:invented|fictional|fictitious) (?:names|people|persons|places|material|document|notes)(?:[\w ,]{0,40})",
        "what the paper says of itself",
    ),
    kind(
        "disclaimer",
        r"(?:this|these) (?:document|paper|note|notes|minutes|record|report|transcript|email|message)s? (?:is|are|was|were|may|must|should)"
        r" (?:strictly |private and |a |not |be |only |to be |intended )*"
        r"(?:confidential|fictional|fictitious|invented|draft|shared|copied|circulated|verbatim|for internal use|automatically generated|for the use of)"
        r"(?: (?:and|or|but) (?:must|should|may|is|are) (?:not )?[\w ,]{1,80}| (?:outside|beyond|without|with|only|to) [\w ,]{1,60}| only| record| document)?",
        "who may read it",
    ),
    kind(
        "disclaimer",
        r"(?:strictly |private (?:and|&) )?confidential(?: draft| minutes| notes)?"
        r"|not for (?:further |wider |general )?(?:circulation|distribution|publication|quotation|sharing)(?:,? (?:beyond|outside|without|until|except|before|or|please|to)\b.{0,120})?"
        r"|for internal use(?: only)?|official(?:[ :–-]+sensitive)|all rights reserved|(?:copyright|©) .{0,60}|not protectively marked",
        "who may read it",
    ),
    kind(
        "disclaimer",
        r"(?:this|the information in this|the contents? of this) e-?mail(?: message)?(?:,? (?:and|including|or|with) (?:any|its|all)[\w ,-]{0,60}?)? (?:is|are|may be|may contain|contains?)"
        r" (?:\w+ ){0,6}(?:confidential|privileged|intended|proprietary)\b.{0,400}",
        "what programs write below a message",
    ),
    kind(
        "message",
        r"(?:(?:with )?(?:best|kind|kindest|warm|warmest|many) )?(?:wishes|regards|thanks)(?: and best wishes)?,?|yours (?:sincerely|faithfully|truly|ever)?,?"
        rf"|(?:hi|hello|hiya|dear|good (?:morning|afternoon|evening)) (?:{NAME}|all|everyone|everybody|both|team|colleagues?|sirs?|madam)(?:(?: and| &) {NAME})?,",
        "how a message greets and ends",
    ),
    kind(
        "state of the paper",
        rf"status ?: ?(?:draft|final|approved|confirmed|agreed|unconfirmed|for (?:comment|approval|information)).{{0,20}}"
        rf"|(?:version|ref(?:erence)?|issue)(?: no\.?)? ?[:–]? ?[A-Z]{{0,6}}[/.-]?\d\S{{0,20}}|(?:file(?: name)?|document) ?: ?\S.{{0,60}}\.\w{{2,5}}"
        rf"|(?:(?:page|document) )?(?:last )?(?:updated|saved|edited|printed|issued)(?: on)?(?: ?:)? {DATE}"
        r"|draft(?: \d+)?(?:,|:|;| ?[–-])? ?(?:and )?(?:to be (?:agreed|approved|confirmed|checked)|not (?:yet )?(?:agreed|approved|checked|confirmed|final|seen)|un(?:agreed|confirmed|approved|checked)|subject to|pending|awaiting|not for"
        r"|until (?:agreed|approved|confirmed|checked)|for (?:correction|checking|approval|comment by))\b.{0,140}"
        r"|subject to (?:correction|confirmation|approval|agreement)\b.{0,120}"
        r"|(?:final |first |second )?draft(?: \d[\d.]*| only| for comment)?|v(?:ersion)? ?\d+(?:\.\d+)*(?: draft)?",
        "'Status: draft', 'Version 2'",
    ),
    kind(
        "tool",
        r"(?:this |the )?(?:editable |following )?(?:transcript(?:ion|s)?|captions?|subtitles?|meeting notes)(?: below)? (?:was|were|is|are) (?:(?:(?:computer|machine|ai|auto)[- ]|automatically )(?:generated|created|produced|made)"
        r"|(?:generated|created|produced|made) (?:automatically|(?:by|with|using) (?:an? )?(?:computer|machine|ai|software|tool|automatic)))(?: (?:by|with|using|and) .{1,100})?"
        r"|(?:auto(?:matically)?|machine|computer|ai)[- ](?:generated|transcribed)(?: (?:transcript|captions?|by|with|and|text).{0,80})?"
        r"|people can also change the text after it was created|its accuracy may vary|(?:it )?(?:may|might) contain errors",
        "what a transcription tool says of its own work",
    ),
    kind(
        "tool",
        rf"(?:transcri(?:bed|pt|ption)|captions?|subtitles?|captioned|subtitled|exported|created|generated|powered|recorded)(?: \w+){{0,2}} (?:by|with|from|using|at) (?:the )?"
        rf"(?:https?://)?(?:www\.)?(?:otter|rev|temi|trint|descript|sonix|happy ?scribe|amberscript|fireflies|noscribe|whisper|f4|microsoft|teams|zoom|google|webex|youtube"
        rf"|transkriptor|riverside|grain|read\.ai|fathom|tl;dv|notta|scribie|gotranscript|verbit|3play|amara|express scribe|otranscribe|maxqda|nvivo|elan)\b.{{0,60}}"
        rf"|(?:the )?(?:transcription|transcript|recording|meeting|call|interview|audio|tape|session)(?: file)? (?:started|ended|stopped|begins|ends|starts|begun|paused|resumed|finished)"
        r"(?:(?: at| after| on)? \d[\d:.]*(?: ?[ap]m)?| (?:at|after|on) \d.{0,30})?(?:\W*)|(?:end|start|beginning) of (?:the )?(?:transcript(?:ion)?|recording|interview|audio(?: file)?|tape|meeting|session|call)"
        rf"|{NAME} (?:started|stopped|paused|resumed) (?:the )?(?:transcription|transcribing|recording)",
        "where a transcription tool began and ended",
    ),
    kind(
        "tool",
        r"exported \d+ messages?(?:\(s\)?)?|(?:.{0,200}[-–—(]\s*)?(?:watch|view|play|listen to)(?: (?:the )?recording| clip)?(?: [-–—] \d.{0,40})?: https?://\S+\)?",
        "'ACTION ITEM: ... - WATCH: https://...', which a tool puts among what was said",
    ),
    kind("page", r"(?:page|p\.|pg\.?) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?|- ?\d{1,4} ?-", "'Page 1 of 1'"),
    kind(
        "page",
        r"(?:end(?: of (?:notes|minutes|document|transcript|record))?|p\.?t\.?o\.?|continued(?: overleaf)?|blank page)",
        "end marks",
    ),
    kind(
        "address",
        r"(?:(?:tel(?:ephone)?|phone|mob(?:ile)?|fax|direct line|[tmf])(?: no\.?)? ?[:.]? ?\(?\+?\d[\d ()-]{7,20}(?: ?[|/,;] ?)?)+|(?:e-?mail|contact(?: us)?|enquiries) ?: ?\S+@\S+",
        "a telephone number or an address below a name",
    ),
    kind("address", r"<?(?:https?://|www\.)\S+>?|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?", "a link or address by itself"),
)
