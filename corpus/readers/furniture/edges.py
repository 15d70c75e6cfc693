"""Kinds of furniture told only by where a line stands: at the head or foot of a paper, or alone in brackets."""

from learnbrief.corpus.readers.furniture.kinds import (
    CLOCK,
    DATE,
    HALL,
    HOUR,
    NO_EFFECT,
    NUMBER,
    OCCASION,
    ONLINE,
    SAYS_NOTHING,
    TIME,
    WORDED,
    kind,
)

# A building's word with names and the words that stand in front of such: 'the upper room of the old library', 'Drill Hall'.
_BUILDING = (
    rf"(?:{HALL}|rooms|pavilion|church|school|barn|pub|inn|arms|hut|institute|museum|gallery|college|university|stadium|gym|caf[eé]"
    r"|lodge|house|marquee|foyer|lounge|cathedral|mill|conservatory|shed|court|station|depot|bay|studio|terrace|kitchen|offices?|surgery|cabin|boathouse)"
)
_BEFORE_BUILDING = (
    r"(?:(?-i:[A-Z][\w'’.&-]*)|the|of|in|at|and|old|new|upper|lower|small|large|big|back|front|side|main|village|town|parish|community"
    r"|church|school|scout|sports?|leisure|training|meeting|seminar|lecture|conference|council|staff|education|ground|first|second|top"
    r"|above|behind|opposite)"
)
_VENUE = rf"(?:{_BEFORE_BUILDING} ){{0,6}}{_BUILDING}(?: [A-Z\d]\w{{0,3}}\b)?"
_WHEN = (
    r"(?:\b\d{1,2}[.:]\d{2}\b|\b\d{1,2} ?(?:am|pm)\b|\b\d{1,2} (?:for|to|till|until) \d{1,2}\b"
    rf"|\b(?:at|from|by|until|till|to|after|before|past) (?:half past |quarter (?:past|to) )?{HOUR}\b|\bbetween {HOUR} and {HOUR}\b|\b{DATE}\b)"
)
_HOUSEKEEPING = (
    r"\b(?:doors?|coats|parking|car park|tea|coffee|lunch|soup|upstairs|downstairs|(?:ground|first|second|top) floor|ring the bell|sign in"
    r"|fire exit|toilets|kindly|please)\b"
)
_MEDIUM = r"(?:phone|telephone|video|zoom|(?:ms |microsoft )?teams|screen)(?: call)?"
_LASTING = rf"(?:(?:about|just under|just over|nearly) )?(?:an?|half an|{NUMBER})[ -](?:and a (?:half|quarter) )?(?:hours?|minutes?|mins?)(?: and (?:a (?:half|quarter)|{NUMBER} minutes))?"
_TELLS_WHERE = rf"(?=.*(?:{_WHEN}|{_HOUSEKEEPING}|\b{_BUILDING}\b|\b{ONLINE}))"
# What happened there is somebody's account, whatever hall and hour it names.
_NO_STORY = (
    r"(?!.*\b(?:was|were|had|has|have|came|went|got|failed|broke|who|which|where|costs?|takes?|all|and \w+ed)\b)"
)
_PAPER = r"(?:notes?|minutes?|record|grids?|flip ?charts?|post-?its?|cards?|sheets?|tables?|summary|report|transcript|write-up|account|paper|document|diary|page)"
# Things on paper or tape that an office keeps afterwards; 'the record is kept in two places' is of a patient's.
_KEPT = r"(?:copies|originals?|photographs?|photos|recordings?|slides|papers|handouts|notes|minutes|grids|flip ?charts?|post-?its?|cards|sheets)"
_MADE = (
    r"(?:typed|copied|written|drawn|filled|read|put|taken|pulled|gathered|transcribed|compiled|prepared|assembled|edited|checked|proofread"
    r"|collated|scribed|deciphered|tidied|transferred|noted|recorded|summarised|translated|minuted|photographed|corrected|seen)"
)
_MAKER = (
    r"(?:by hand )?(?:from [\w’' -]{1,30} )?(?:by|from) (?:the|an?|our|whoever|each|one of|two of|those|his|her|(?-i:[A-Z\[])"
    rf"|{NUMBER} (?:of|volunteers?|members?|scribes?|colleagues|flip ?charts?|grids?))"
)
# 'Notes by the bed are never read': a line about who made the paper has no verb of its own in the present.
_NOT_IN_USE = (
    r"(?!.*\b(?:is|are|goes?|gets?|says?|(?<!with )helps?|works?|makes?|means?|takes?|comes?|costs?|has|have)\b)"
)
_NOBODY_SPEAKS = r"(?!.*\b(?:I|we|us|our)\b)"

EDGE_KINDS = (
    kind(
        "date and place",
        rf"{SAYS_NOTHING}{_NO_STORY}(?!in the room\b|the \w+ ?,)(?:in |at )?{_VENUE} ?(?:[,;:(–—-]+) ?(?=.*(?:{_WHEN}|{_HOUSEKEEPING})).+",
        "'Drill Hall, upstairs, doors at nine' says where and when, at more length",
    ),
    kind(
        "date and place",
        rf"{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?-i:[A-Z][\w'’.&-]*)(?: (?-i:[A-Z][\w'’.&-]*)| at the| of){{0,4}},? (?:the )?(?:\w+ )?(?:{_BUILDING}|floor|upstairs|downstairs)\b(?=.*{_WHEN}).*",
        "'St Bride's, the back room, 2pm': a name, and which part of it",
    ),
    kind(
        "date and place",
        rf"{SAYS_NOTHING}{_NO_STORY}(?:on |from )?(?:{DATE}|{TIME}|{CLOCK} for {CLOCK}|{HOUR} (?:to|till|until) {WORDED})"
        rf"(?: ?[,;:–—-] ?| (?=in |at |from |on )){_TELLS_WHERE}.+",
        "the same with the hour first",
    ),
    kind(
        "date and place",
        rf"{SAYS_NOTHING}(?:(?:this|the) {OCCASION} (?:was )?)?{_NO_STORY}(?:held|hosted|convened|visit(?: made| paid)?) (?:in|at|on(?! to)|over|via|between|online|upstairs|outdoors)\b"
        rf"{_TELLS_WHERE}.+"
        rf"|{SAYS_NOTHING}{_NO_STORY}(?:conversation|talk|coaching|interview) held\b.+",
        "'Held in the library, with tea'; 'Held in a queue' names no house",
    ),
    kind(
        "date and place",
        rf"{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?-i:[A-Z][\w'’.&-]*)(?: [\w'’.&-]+){{0,5}} ?[,;:|–—-] ?{DATE}",
        "'Harbour collaborative, March 2025': whose paper it is and of when",
    ),
    kind(
        "labelled place",
        rf"{SAYS_NOTHING}(?:where|when|time|room|place) ?: ?{_TELLS_WHERE}.{{1,120}}",
        "'When: 12.30 to 16.30, which became 13.10'",
    ),
    kind(
        "occasion",
        rf"{SAYS_NOTHING}{_LASTING} (?:(?:on|by|over|via) (?:the |a )?{_MEDIUM}|face to face|online|in person)"
        r"(?:[,;].+| from .+| with (?:the|a|her|his) (?:coach|mentor|supervisor)\b.*|)"
        rf"|{SAYS_NOTHING}(?:met |held |done )?(?:by|via|over|on) (?:the )?{_MEDIUM}[,;](?=.*{_LASTING}).+",
        "'Forty minutes on the phone, rain' is how a conversation was held",
    ),
    kind(
        "housekeeping",
        rf"{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?:coats|tea|coffee|parking|doors|registration|arrivals?|refreshments|lunch|supper|biscuits|catering|toilets|fire exits?|wi-?fi)"
        r"(?: and \w+)? ?(?:: ?|(?:open|available|free|kindly)? ?(?:from|at|in|on|behind|by|courtesy of|provided|served|given|brought|laid on)\b).{0,120}",
        "coats, tea, parking and lunch of the day itself",
    ),
    kind(
        "housekeeping",
        rf"{SAYS_NOTHING}(?:tea|coffee|lunch|refreshments|cake|biscuits|soup|supper)(?: and \w+)? (?:was|were) (?:kindly )?(?:provided|served|given|laid on|brought|made|supplied) (?:by|from|at|afterwards)\b.{{0,60}}"
        rf"|{SAYS_NOTHING}there (?:is|was|will be) (?:parking|tea|coffee|lunch|a lift|a cr[eè]che|a hearing loop)\b.{{0,60}}\b(?:for the {OCCASION}|(?:at|from) {HOUR}|beforehand|afterwards)"
        r"|(?:the|no) fire (?:alarm|drill)s? (?:will|would|is|was)(?: be)? (?:tested|planned|expected|held)\b.{0,60}",
        "the same as a sentence of its own",
    ),
    kind(
        "hand",
        rf"{SAYS_NOTHING}{_NOT_IN_USE}(?:(?:[\w'’-]+ ){{0,4}}{_PAPER}(?: of [\w'’ ]{{1,40}}?)? )?(?:(?:was|were|had been|have been) )?(?:then |also )?{_MADE}(?: and {_MADE})?"
        rf"(?: (?:up|out|in|over|down|together|through|off|afterwards|later|on|the same \w+))* {_MAKER}.*",
        "'Typed up by the office from eleven flipcharts': who made the paper, from what",
    ),
    kind(
        "hand",
        rf"{SAYS_NOTHING}{_NOT_IN_USE}(?:[\w'’-]+ ){{0,3}}{_PAPER}(?: of [\w'’ ]{{1,40}}?)? by (?:the|an?|one of|two of|(?-i:[A-Z\[])).*",
        "'Visit note by the office'",
    ),
    kind(
        "hand",
        rf"{SAYS_NOTHING}{_NOT_IN_USE}(?:(?:{_PAPER} )?(?:typed|written|copied|drawn) (?:up|out)|{_PAPER} (?:{_MADE}|made)(?: (?:up|out|down))?)(?: (?:afterwards|later))*"
        r" (?:(?:the (?:same|next|following)|that|on|from|straight|within|afterwards)\b.*)",
        "'Notes written up the same evening'",
    ),
    kind(
        "hand",
        rf"{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?:minutes|notes|record|scribe|typist|note-?taker|minute-?taker) ?: ?(?:[\w'’.-]+ ?){{1,5}}(?:, .{{1,60}})?",
        "'Minutes: the assistant clerk'",
    ),
    kind(
        "attendance",
        rf"{SAYS_NOTHING}(?:[\w'’\[\].-]+,? ){{1,8}}(?:sends?|sent|gave|(?:had|has|have) sent) (?:(?:his|her|their) )?apologies\b.{{0,120}}"
        rf"|{SAYS_NOTHING}{NO_EFFECT}(?:{NUMBER} )?apologies(?: for absence)? (?:(?:had|have|has) (?:also )?)?(?:been |were |was |came |come )?(?:received|sent|given|noted|in|from|by)\b.{{0,200}}",
        "who did not come, and how they told it",
    ),
    kind(
        "attendance",
        rf"{SAYS_NOTHING}(?:{NUMBER} |the )(?:[\w ]{{0,30}} )?(?:present|in attendance|signed (?:in|the (?:sheet|register|book|list))|round the table)\b.{{0,120}}|(?:the )?{OCCASION} was (?:not )?quorate.{{0,40}}",
        "how many came",
    ),
    kind(
        "attendance",
        rf"{SAYS_NOTHING}(?:also )?(?:present|in attendance|absent|apologies) ?: ?\w.{{1,300}}|(?:in the room|round the table|on the call|at the table)(?: ?\({NUMBER}\))? ?: ?(?-i:[A-Z\[\d]).{{0,360}}",
        "who came, under another heading",
    ),
    kind(
        "attendance",
        rf"{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?:about )?{NUMBER} (?:people|members|attendees|participants)(?:[,:].{{1,80}})?"
        rf"|{SAYS_NOTHING}{_NO_STORY}{_NOT_IN_USE}(?:facilitated|chaired|led|hosted) by (?-i:[A-Z\[]).{{0,60}}",
        "'Twenty people, two of them by screen'",
    ),
    kind(
        "opening hours",
        rf"{SAYS_NOTHING}(?:start(?:ed|s)?|beg[ai]n|begins|opened|doors)(?: at)? {WORDED}[,; ]+(?:and )?(?:finish(?:ed|es)?|end(?:ed|s)?|closed?)(?: at| by)? {WORDED}.{{0,60}}",
        "when it began and ended",
    ),
    kind(
        "next meeting",
        rf"next ?: ?{DATE}.{{0,60}}|(?:we|the group|members) (?:will |shall )?(?:meets?|meet|next meet) (?:again |next )?(?:on|in|at) .{{0,12}}{DATE}.{{0,60}}"
        rf"|(?:we|the group|members) (?:will |shall )?(?:meets?|meet) (?:again|next) on the (?:first|second|third|fourth|last) .{{1,40}}",
        "an appointment, told by the group",
    ),
    kind(
        "state of the paper",
        r"(?:unconfirmed|unapproved|draft|provisional) (?:minutes|notes|record)(?:[,;:–-] ?.{0,80})?|provisional until .{1,60}|(?:awaiting|subject to|pending) (?:approval|agreement|correction|confirmation)(?: by .{1,60})?"
        r"|draft for .{1,40}|not yet (?:agreed|approved|checked|confirmed)(?: by .{1,60})?",
        "'Unconfirmed minutes', 'Draft for members to correct'",
    ),
    kind(
        "disclaimer",
        rf"{_NOBODY_SPEAKS}(?:these|this|the) (?:[\w-]+ )?{_PAPER} (?:(?:are|is|has|have|remains?|do|does|may|should) |(?:don|doesn|aren|isn)['’]t )"
        r"(?:not |only |yet |been |still |an? |necessarily |be |taken |read |as |to )*(?:working|draft|provisional|informal|personal|partial|verbatim|complete|official|formal|record"
        r"|subject to|represents?|reflects?|commits?|binds?|constitutes?|minutes)\b.{0,200}"
        rf"|{_NOBODY_SPEAKS}this is (?:only |not )?an? (?:[\w-]+ ){{0,2}}(?:summary|record|account|note|digest|draft)\b.{{0,120}}"
        rf"|{_NOBODY_SPEAKS}(?:these|this|the) (?:[\w-]+ )?{_PAPER}\b.{{0,80}}(?:\b(?:not|no|nobody|without)\b|n['’]t\b).{{0,30}}\b(?:bind|commit|promise|represent|reflect|verbatim|responsib|endorse|official|agreed|approved|checked|confirmed)\w*\b.{{0,120}}"
        r"|(?:the )?(?:organisers?|office|programme|authors?|secretary|clerk|forum) (?:takes?|accepts?|bears?) no responsibility\b.{0,120}"
        rf"|{SAYS_NOTHING}what follows (?:is|was|has|are)\b.{{0,80}}\b(?:taken down|checked|summary|memory|verbatim|notes|abridged|shortened)\b.{{0,80}}"
        rf"|{SAYS_NOTHING}(?:all )?(?:quotations?|quotes|names|figures|spellings?|remarks) (?:are|is|were|have been) (?:from memory|approximate|changed|abridged|shortened|paraphrased|left|not verbatim|given as)\b.{{0,60}}",
        "'These notes are a working record': what the paper does not claim",
    ),
    kind(
        "disclaimer",
        rf"{_NOBODY_SPEAKS}(?:nothing|no part of|no statement) ?(?:(?:said |written |recorded )?(?:in|above|here) ?)?(?:(?:this|these|the) {_PAPER} ?)?"
        r"(?:here )?(?:commits?|binds?|obliges?|constitutes?|amounts? to|(?:is|should|may|can) (?:to )?be (?:taken|read|quoted|copied))\b.{0,120}"
        r"|(?:the |any )?(?:views?|opinions?)(?: (?:expressed|given|recorded|here|in (?:this|these) \w+))* (?:are|is|do|does) (?:those|not (?:necessarily )?(?:those|of|the|reflect|represent)|personal$|the (?:speakers?|writers?|authors?))\b.{0,160}",
        "whom the paper binds, and whose view it is not",
    ),
    kind(
        "disclaimer",
        r"(?:(?:please|kindly) )?(?:do not|don['’]t|not to be) (?:further )?(?:circulated?|distributed?|quoted?|published?|shared?|forward(?:ed)?|cop(?:y|ied)|cited?)"
        r"(?: (?:or|and) \w+)?(?: (?:without|outside|beyond|to|on|this|these|further|until|before|any (?:of|part))\b.{0,120})?|for information only\b.{0,60}"
        r"|(?:circulated|copies (?:sent|went|to go)|for circulation) to .{1,120}|for (?:internal|members['’]?|private|the group['’]s) (?:use|eyes|information)\b.{0,80}"
        r"|please keep (?:this|these|it) (?:within|inside|among|to|between)\b.{0,60}|for (?:members|attendees|participants|those present)(?: of [\w ]{1,40})? only",
        "who may read it",
    ),
    kind(
        "keeping",
        rf"{SAYS_NOTHING}(?!.*\b(?:staff|patients|people|families)\b)(?!.*\b(?:neither|and not|and none)\b)(?:the )?(?:original |raw |signed |audio )?{_KEPT}(?: of (?:the |these |this |all )?{_PAPER})?"
        rf" (?:(?:is|are|were|was|will be|have been|has been|can be|may be) )?(?:all |now )?(?:with the|(?:kept|held|stored|filed|retained|available)(?: (?:by|at|in|with|until|on|from|for {NUMBER}))|on file|destroyed|deleted|shredded|returned|scanned|posted|recycled|thrown away"
        r"|to be (?:kept|collected|destroyed)|in the [\w ]{1,30}(?:until|for)|seen)\b.{0,120}",
        "where the originals are and for how long",
    ),
    kind(
        "expenses",
        rf"{SAYS_NOTHING}(?:mileage|expenses|travel(?:ling)?(?: costs| expenses| claims)?|(?:bus |train |taxi )?fares?|car parking)(?: and \w+)?(?: (?:was|were|is|are|to be|may be|can be))? (?:claimed|reimbursed|refunded|claimable|as usual|paid (?=from|by|at|on))"
        r"(?:,? (?:separately|on|from|through|by|at|with|as|forms?)\b.{0,80})?|(?:(?:travel|expense|mileage) (?:claims?|forms?)|(?:taxi |train |bus )?receipts) (?:to|from|by|at|with)\b.{1,80}",
        "who pays",
    ),
    kind(
        "pictures",
        rf"{SAYS_NOTHING}(?:no )?(?:photographs?|photos|pictures|recordings?|audio|film)(?: of [\w ]{{1,30}})? (?:was|were|have been|has been|are|to be)(?: not)? (?:taken|made|recorded)\b.{{0,80}}"
        r"|(?:nobody|no one) (?:was|is|has been) (?:photographed|recorded|filmed|named|quoted)\b(?: by name)?|no (?:photographs|photos|pictures|recordings?)(?:,.{0,60})?|no names (?:were|are|have been) (?:taken|used|kept|given|recorded)\b.{0,40}",
        "what was not photographed or recorded",
    ),
    kind(
        "page",
        rf"(?:page|p\.|sheet|side) ?\d{{1,4}} ?(?:of|/) ?\d{{1,4}}(?: ?[|,;:(–—-] ?{_NOT_IN_USE}.{{1,60}})?",
        "a page line with the file's name or more behind it",
    ),
    kind(
        "signature",
        rf"signed(?: off)? (?:as an? (?:true|correct|accurate)|by the (?:chair|secretary|clerk)|by (?-i:[A-Z])|on {DATE})\b.{{0,80}}|\(signed\).{{1,60}}",
        "who vouches for it",
    ),
)
"""A sentence of these words in the middle of a paper may be somebody's; where a paper begins and ends it is the paper's."""
