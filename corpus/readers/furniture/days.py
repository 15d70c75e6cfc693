"""Kinds of furniture that notes of a workshop have: pictures and slides of the day, breaks, how many came, what the signs on the cards mean."""

from learnbrief.corpus.readers.furniture.kinds import (
    CLOCK,
    DATE,
    MONTH,
    NAME,
    NUMBER,
    OCCASION,
    SAYS_NOTHING,
    TIME,
    WORDED,
    kind,
)

_SHEETS = r"(?:flip ?charts?|post-?its?|sticky notes|cards|grids|table sheets|sheets|table scribes|tables|wall)"
_PICTURES = r"(?:photos|photographs|pictures|scans)"
_SHOWN = rf"(?:slides|agenda|presentations?|recordings?|handouts|(?:flip ?chart )?{_PICTURES})"
_FOLDER = r"(?:shared drive|shared folder|drive|folder|web ?site|hub|team site|share ?point|intranet|appendix|annex|usual place)"
_SEASON = rf"(?:new year|spring|summer|autumn|winter|easter|christmas|half[- ]term|{MONTH})"
_WHO = (
    rf"(?:the (?:[\w-]+ ){{0,2}}(?:office|team|secretary|clerk|organisers|note-?takers?|scribes?|facilitators?)|{NAME})"
)
_SOME = r"(?:(?:about|around|some|just over|nearly|over) )?"
# Of a day, not of a service: 'Two attended' may be what somebody learned of a clinic.
_MANY = r"(?:\d{2,3}|(?:ten|eleven|twelve|\w+teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?))"
_BY_SCREEN = r"(?:on ?line|by (?:video|screen|phone)|on (?:the )?(?:screen|call|zoom|teams)|in the room)"
_PEOPLE = r"(?:people|of us|members|attendees|participants|colleagues|delegates|names)"

DAY_KINDS = (
    kind(
        "hand",
        rf"(?:(?:the |these |all )?(?:notes?|{_SHEETS}) )?(?:were )?(?:typed|copied|transcribed|written)(?: up| out)? from (?:the |our |all (?:the )?)?"
        rf"(?:(?:{_PICTURES}|backs?) of (?:the )?)?{_SHEETS}(?:,? and (?:the |from )?[\w’' -]{{1,40}})?(?:,? (?:as written|as found|afterwards|later|the (?:same|next) \w+|by {_WHO}|by {NUMBER} \w+))*"
        rf"|(?:the |these |our )?notes (?:are |were )?(?:taken )?from (?:the )?{_SHEETS}(?:,? and (?:from )?[\w’' -]{{1,40}})?",
        "'Typed up from the tables': from what the paper was made",
    ),
    kind(
        "hand",
        rf"{SAYS_NOTHING}(?:the |all )?(?:notes|{_SHEETS}) (?:(?:were|have been) )?(?:typed|written|copied) (?:up|out) by {_WHO}(?:,? (?:afterwards|later|the (?:same|next) \w+))?"
        r"|(?:typed|copied|transcribed)(?: up| out)? as (?:written|found|they (?:stood|stand|were))"
        r"|(?:spelling|wording|punctuation|grammar)(?: and \w+)?(?: (?:is|was|left|kept))? as (?:written|found|it (?:stood|was)|on the \w+)",
        "'Flipcharts typed up by the office', 'Spelling as found'",
    ),
    kind(
        "pictures",
        rf"(?:see )?(?:the |all (?:the )?)?{_PICTURES} of (?:the |all (?:the )?|every )?(?:flip ?charts?|post-?its?|grids|tables['’] sheets)(?: (?:below|overleaf|attached|enclosed|to follow|will follow|in the {_FOLDER}))?",
        "'Photos of the flipcharts', which stand or stood below it",
    ),
    kind(
        "pictures",
        rf"(?:the |all (?:the )?|today['’]s )?{_SHOWN}(?: (?:of|from) (?:the |all (?:the )?)?(?:{_SHEETS}|day|morning|talks?|tables['’] sheets))?(?:,? (?:and|&) (?:the )?{_SHOWN})?"
        rf" (?:(?:(?:are|is|will be) )?(?:to follow|attached|enclosed|overleaf|appended)|(?:will )?follow|(?:are|is|will be|have been put) (?:now )?(?:on|in) the {_FOLDER}"
        rf"|will be (?:sent|circulated|shared|posted|e-?mailed)(?: (?:round|out))?(?: (?:to (?:all|everyone|everybody)|with the (?:notes|minutes)|(?:after|following) the {OCCASION}))?)",
        "'Slides to follow', 'The recording is on the hub'; what slides are good for is somebody's to say",
    ),
    kind(
        "break",
        rf"(?:lunch|tea|coffee|break|refreshments)(?: break)?(?:,|:| at| from)? (?:{TIME}|(?<=at ){CLOCK})(?:,? (?:back|then back|and back|start again|resume) (?:by|at) {CLOCK})?"
        rf"|(?:we |the {OCCASION} )?(?:broke|break|stopped|adjourned) for (?:lunch|tea|coffee)(?: at {WORDED})?",
        "'Lunch at 12.30'",
    ),
    kind(
        "attendance",
        rf"(?:attendance|attendees|head ?count|number (?:attending|present|of (?:attendees|people))|(?:people )?signed in|(?:sign-?in|attendance) sheet) ?[:–-] ?{_SOME}{NUMBER}"
        rf"(?: (?:{_PEOPLE}|signed in|{_BY_SCREEN}))?(?:(?:,| and| plus) {NUMBER} {_BY_SCREEN})*|(?:see (?:the )?)(?:sign-?in|attendance) (?:sheet|list)",
        "'Headcount: 24'; 'Headcount: two short every night' is somebody's",
    ),
    kind(
        "next meeting",
        rf"(?:(?:the|our) )?next {OCCASION}(?: is| will be)?(?: on)?,? {DATE}(?:,? (?:(?:at )?{TIME}|same (?:time|place|room)(?: and (?:time|place))?|(?:date|venue|place|time) (?:to follow|to be \w+)))*"
        rf"|(?:(?:the|our) )?next {OCCASION}(?: ?:| is| will be)? (?:(?:in|after|before|early in|late in|at the end of) )?(?:the )?{_SEASON}(?:,? (?:date|venue|place|time)s? (?:to follow|to be \w+))?"
        rf"|(?:(?:the|our) )?next {OCCASION} is (?:the|an?) (?:\w+ )?{OCCASION} (?:in|on) (?:the )?(?:{DATE}|{_SEASON})",
        "'Next meeting 9 October', 'Next session: after Easter'",
    ),
    kind(
        "page",
        r"(?:please )?turn over|see over(?:leaf)?|continued on (?:the )?(?:next|other) (?:page|sheet|side)",
        "where the paper goes on",
    ),
    kind(
        "legibility",
        rf"(?:(?:one|two|three|a few|some) )?(?:words?|cards?|lines?|sheets?|notes?)?(?: \w+)? ?(?:illegible|unreadable)|(?:illegible|unreadable) (?:words?|cards?|lines?)"
        rf"|(?:{NUMBER}|an?|some) (?:words?|cards?|lines?|sheets?|post-?its?|flip ?charts?) (?:could not|couldn['’]t) be read",
        "what could not be read",
    ),
    kind(
        "signs",
        r"(?:key ?: ?)?(?:ticks?|stars?|dots|stickers|asterisks?|a \*|\*+|(?:numbers|figures|initials)(?: in brackets)?)(?: ?[=:]| shows?| means?| marks?| stands? for| are| is) ?"
        r"(?:the )?(?:votes?|agreement|agreed(?: by [\w ]{1,30})?|(?:more than one|the whole|another|which) table(?: (?:agreed|said (?:it|so|this)))?)",
        "'Ticks show agreement': how the cards were marked; ticks of a ward are its own",
    ),
)
"""Told by their words alone, wherever they stand."""

DAY_EDGE_KINDS = (
    kind(
        "attendance",
        rf"{SAYS_NOTHING}(?:attended by )?{_SOME}{_MANY} {_PEOPLE}?(?: ?(?:attended|came|signed in|were (?:there|present)|took part|joined|in the room|from [\w -]{{1,40}}))"
        rf"(?: from [\w -]{{1,40}})?(?:,? (?:and )?(?:{NUMBER}|some|a few|most|half|one)\b.{{1,60}})?",
        "'Thirty-nine people came', 'Forty-one people in the room, five joined by video'",
    ),
    kind(
        "legibility",
        r"(?:with )?apolog(?:ies|y) (?:to|for|if) .{0,40}\b(?:handwriting|spellings?|typos|misread|mis-?spel\w+)\b.{0,60}|(?:all )?typos (?:are )?(?:all )?(?:mine|my own|ours).{0,40}"
        r"|(?:where|if) we (?:could not|couldn['’]t|have not been able to) (?:read|make out|hear|catch)\b.{0,100}|where we caught the words we (?:have )?kept them\b.{0,60}",
        "what a scribe says of the writing",
    ),
    kind(
        "thanks",
        rf"{SAYS_NOTHING}(?:with )?(?:many )?(?:thank you|thanks) to (?:(?:everyone|everybody|all)(?: (?:who|of you who) (?:came|took part|attended|joined))?(?: today| in)?|.{{1,40}} for (?:the (?:room|hall|lunch|tea|cake)|hosting|having us))",
        "thanks for the day itself",
    ),
    kind(
        "consent",
        rf"(?:(?:this|the) {OCCASION} was )?recorded (?:on|by|over) (?:ms |microsoft )?(?:zoom|teams|webex|video|phone)\b.{{0,40}}|(?:(?:this|the) {OCCASION} was )?recorded with .{{0,30}}(?:consent|permission|agreement)|(?:the )?chatham house rules? .{{0,40}}|(?:all )?names (?:(?:were|are|have been) )?(?:removed|taken out|left out|changed)(?: (?:throughout|by .{{1,30}}))?",
        "under what terms it was said",
    ),
    kind(
        "corrections",
        rf"(?:please )?(?:send |give |let us have )?(?:any |your )?(?:corrections|amendments)(?: and \w+)?(?:,? please,?)? (?:to|by) (?:the (?:[\w-]+ ){{0,2}}(?:office|team|secretary|clerk|organisers)|{NAME}|{DATE}|\S+@\S+).{{0,60}}",
        "'Corrections to the office by Friday'",
    ),
    kind(
        "disclaimer",
        rf"(?:distribution|circulation)(?: list)? ?: ?(?:all|members|attendees|participants|the|table leads|{NAME})\b(?!.*\b(?:got|was|were|took|takes?|is|are)\b).{{0,80}}"
        rf"|(?:circulated|copy|copies|cc|sent) ?(?:to)? ?: ?(?:all|members|the|{NAME})\b.{{0,80}}|(?:(?:notes|minutes|slides|papers|agenda) )?(?:sent|circulated)(?: to all)?(?: (?:participants|members|attendees|those present))? (?:on )?{DATE}"
        r"|(?:papers|slides|agenda|reading)(?: and \w+)? (?:were )?(?:sent|circulated) (?:in advance|beforehand|before the day)",
        "to whom it goes",
    ),
    kind(
        "hand",
        rf"(?:in the )?(?:chair|chaired by|facilitators?|note-?takers?|scribes?|author)(?: at (?:this|the) tables?)? ?: ?(?:{NAME}|the \w+ (?:team|office))(?: (?:and|with) (?:{NAME}|the [\w ]{{1,30}}))?"
        rf"|(?:written )?by {NAME},? (?:the |an? )?(?:[\w-]+ )?(?:coach|facilitator|adviser|advisor|lead|scribe)"
        rf"|{NAME}(?: with {NAME}(?:,? (?:and|&) {NAME}|, {NAME})*|,? (?:after|following|on) (?:an?|the|her|his|my|our) (?:[\w-]+ )?(?:visit|call|day|session|meeting) (?:to|with|at|in) [^.!?]{{1,80}})",
        "who led, and who writes of whom: 'Ada Pell, after a visit to Harbour, 10 June'",
    ),
)
"""Told where a paper begins and ends."""
