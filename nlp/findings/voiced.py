"""Voiced: whether words ask something or name something to be done, told by how people write it in notes and say it aloud."""

import re

from learnbrief.corpus.deeds import A_DAY, ONLY_SPEAKS, VERBS, due_in, falls_to_a_person, has_an_owner
from learnbrief.corpus.sentences import sentences
from learnbrief.nlp.language.words import straight

_ASKS = re.compile(r"\?[\"'”’)\]]*\s*$")
_WONDERS = re.compile(
    r"^\W*(?:who|what|why|how|when|where|which|whose|could|should|can|is|are|do|does|did|would|will|has|have)\b[^.!]*\?",
    re.I,
)
_WONDERED = re.compile(
    r"\b(?:(?:i|we|they)(?:'d| would) (?:like|love|want) to know|(?:nobody|no one|none of us) (?:knows|knew|could say)|(?:it is|it's|it was) not (?:clear|settled)|"
    r"(?:the|our|an open|their|her|his) question (?:[\w-]+ ){0,4}?(?:of|is|was|remains))[,:]? (?:who|whose|what|when|where|which|why|how|whether)\b|"
    r"\b(?:i|we)(?:'d| would) (?:like|love|want) to know (?:that|this|it)\b|"
    r"\b(?:something|one thing) (?:that )?(?:we|i) (?:still |do )?(?:have|need) to find out\b",
    re.I,
)
"""A question told without its mark: 'I'd like to know whose job it is', 'the question of when the clock starts', 'I'd like to know that too'."""
_FLOOR = re.compile(
    r"\b(?:can|could) (?:you|everyone|everybody|people|i|we) (?:all )?(?:hear|see|come in|just|say|raise|bring in|add|be the)\b|\bis that (?:right|fair|ok)\b",
    re.I,
)
"""Asks for the floor or a nod, not for an answer."""
_NAMED = r"\[(?:Person|Name) \d+\]"
_HANDS_OVER = re.compile(
    rf"(?:(?:^|[.!?]\s+)(?:(?:so|and|right|thank you|thanks|well|ok|okay)[, ]+)*{_NAMED}(?:, {_NAMED}| and {_NAMED})*,? "
    rf"(?:would|will|can|could|shall|do|did|have|how|what|where|who|why|is|are|i|you|you've|you're|over)\b[^.!?]*(?:[.!][^.!?]*)?\?|"
    rf"[,;] {_NAMED}(?:,? (?:and|or) {_NAMED})?\?)[\"”']?\s*$",
    re.I,
)
"""Hands the word to somebody named, who answers there: '[Person 18], would you start?', 'And you, [Person 3]?'"""
_TOLD = re.compile(
    r"(?:\b(?:he|she|they|the [\w']+(?: \w+)?|who|mum|dad|people|somebody|someone|[A-Z]\w+ \d+\]) (?:\w+ )?(?:said|says|asked|went|goes|wondered)"
    r"(?: to (?:me|us))?[,:]? ?[\"“']?(?:oh|well|what|how|why|who|so|is|are|do|does|can|of|low|but|then|where|when|which|will|would|have|did)\b"
    r"[^.!]*\?[\"”']?|\b(?:i|we) thought(?: to (?:myself|ourselves))?, [^.!?]*\?[\"”']?|"
    r"\b(?:easier|harder|able|free|used|learned|afraid|dare|can|could|we|they|people) (?:to )?(?:say|ask)(?: to (?:each other|one another|\w+))?, [^.!?]*\?[\"”']?)\s*$",
    re.I,
)
"""Tells what somebody once asked or asks elsewhere: 'and the matron said, well, what if it rains?', 'it is easier to say, what do you think?'"""
_PROMPTS = re.compile(
    r"^\W*(?:(?:flip ?chart|slide|sheet|board|table|poster) )?(?:heading|title|caption|prompt)s?\s*:|\b(?:questions? (?:was |were )?(?:went|put|given|asked) (?:to|of) (?:every|each|all|the) |(?:every|each) table (?:was|were) asked|tables were asked|"
    r"(?:the )?(?:prompt|task|exercise|ice ?breaker)s? (?:was|were|for)\b|(?:we|i|facilitators?) asked (?:every|each|all|the) |"
    r"one (?:flip ?chart|sheet|question) (?:a|per|for each) table)",
    re.I,
)
"""What whoever leads a meeting put to the room or wrote over a sheet: a prompt, and no question that people have."""
_ANSWERS = re.compile(
    r"\W*(?:(?:yes|no|done|nope|yep|never|none|nothing|nobody does)\b(?!one|body)|i (?:think|suppose|reckon|believe|said)\b|i'd (?:say|like)\b)",
    re.I,
)
_NOBODY_KNOWS = re.compile(
    r"\b(?:(?:nobody|no one|none of us) (?:\w+ )?(?:knows?|knew|could|can|had)|(?:could|can|do|did)(?: not|n't) (?:say|tell|know|agree|answer)|"
    r"no (?:clear )?answer|not (?:settled|answered|agreed|clear)|unclear|still open|to come back)\b",
    re.I,
)
_LABELLED = re.compile(
    r"^\W*(?:action(?: (?:point|item))?s?|ap|to ?-?do|task|next steps?|decision|agreed|for next time|what(?: (?:i|we)(?:'m| am|'re| are|'ll| will)(?: going to)? do)?)\W{0,2}\s?\d{0,2}\s*[:–—-]\s*\w",
    re.I,
)
_COLUMNS = re.compile(r"\b(?:owner|lead|who|by whom|responsible|due|by when|when|deadline|date|what|task)\s*[:=]", re.I)
"""A row of a table of actions says its columns; two of them are no chance."""
_OWNED_OR_DATED = re.compile(
    rf"(?:[(\[–—|;,.-]\s*(?:owner:? )?\[?(?:Person|Name) \d+\]?[^.!?]{{0,40}}|[–—|;,(-]\s*(?:due:? |by )?{A_DAY})\W*$",
    re.I,
)
"""Ends with who does it, or by when, as notes of a meeting do."""
_BINDS = re.compile(
    r"\b(?:(?:i've|i have|we've|we have|here's|that's) (?:an|one|my|our) (?:\w+ )?(?:action|promise|pledge|task)\b|"
    r"(?:we|i|it was|they all|group|meeting|team|table) (?:have |has |all )?(?:resolved|undertook|promised|pledged|agreed) "
    r"(?:to\b|that (?:[\w’'-]+ ){1,6}(?:will|would|should|shall|must|is to|are to|be)\b)|"
    r"(?:we|i) said (?:that )?(?:we|i)(?:'d| would)\b|i(?:'ll| will) take (?:it|this|that) (?:back|away)\b|\bpropose[sd]? (?:that|to)\b|moved that|"
    r"(?:was|is) (?:her|his|their|our|my) wish that|(?:i'm|i am|we're|we are) asking for|"
    r"(?:it would|it'd) be good if [\w' ]{2,40} (?:could|would)\b|\basked that (?:the|a|next|every|all|each)\b[^.;]{0,60}\bbe\b|action:|next steps?:)",
    re.I,
)
"""Says of itself that it is an action: no suggestion is needed beside it."""
_SETS_OUT = re.compile(
    rf"^\W*(?:(?:we|i) (?:promised?|undert(?:ake|ook)|pledged?) to\b|(?:Person|Name) \d+\] offered to {VERBS}\b|"
    r"agreed (?:to\b|that (?:[\w'-]+ ){1,6}(?:will|would|should|shall|must|is to|are to|be)\b)|"
    rf"(?:(?:Person|Name) \d+\]|(?:the |our )?[\w-]+(?: [\w'-]+)?) (?:undertook|volunteered|promised) to {VERBS}\b|"
    r"[\w \[\]'-]{2,40} took away (?:the|an) (?:question|action|task) (?:of|to|about|whether)\b)",
    re.I,
)
"""Begins with who took it on."""
_REQUESTS = re.compile(
    rf"^\W*(?:please,? (?:can |could |will |would )?(?:somebody,? |someone,? |you )?{VERBS}\b|"
    rf"(?:can|could|would|will) (?:we|someone|somebody|one of (?:us|you|the \w+)|the [\w-]+|you (?:please|all)|each \w+|every \w+)(?: all)? (?:please )?"
    rf"(?!tell|say|explain|hear|see|remember){VERBS}\b)",
    re.I,
)
"""'Can someone find out ...?' asks for a deed, 'can anyone tell me why' for an answer."""
_PROMISES = re.compile(
    r"(?:^|[.!?] )(?:yes,? |and |so )?I(?:'ll| will| am going to|'m going to) (?:also |then )?(?:ask\b|find out|let (?:you|them|everybody|everyone|us) know|"
    r"send|bring\b|write to|chase|circulate|look into|check with|report back|get back to|(?:put|take) (?:it|this|that) to)",
    re.I,
)
"""Binds whoever speaks to come back with something: 'I'll ask, and let you know', 'I will put it to my matron'."""
_NAMED_WILL = re.compile(
    rf"(?:^\W*?|[.!?] ){_NAMED}(?:(?:,|,? and) {_NAMED}){{0,3}} (?:will|is going to|are going to) (?:also |now |then )?"
    rf"(?!{ONLY_SPEAKS}|help\b|support\b){VERBS}\b"
)
"""'[Person 8] will ask the other hospital': says it of somebody else, so that it takes a time, a heading or a suggestion beside it."""
_REMARK = re.compile(r"^\W*(?:\w+ ){0,2}(?:remarks?|jokes?|quotes?|comments?|overheard)\b[^:.!?]{0,40}:", re.I)
"""A label that says what follows: a remark, under whatever heading."""
_WILL = re.compile(
    rf"\b(?:(?:i|we|they|he|she)(?:'ll| will|'m going to|'re going to| am going to| are going to| is going to| shall) "
    rf"(?:also |now |then )?(?!see (?:what|if|how|whether)\b|{ONLY_SPEAKS}){VERBS}\b|will have \w+ed\b|(?:i|we)'d like us to\b)",
    re.I,
)
_SHOULD = re.compile(
    rf"\b(?:(?:i|we)'d (?:want|{VERBS})|(?<!what )(?<!how )(?<!where )(?<!when )(?:somebody|someone|one of us|we|they|you|the \w+) "
    rf"(?:should|must|ought to|needs? to) (?!have\b){VERBS}|let's|let us (?:all )?{VERBS}|needs? to be \w+(?:ed|en|t)\b)",
    re.I,
)
"""Somebody binds themselves or others to do a thing."""
_ORDERS = re.compile(
    rf"^\W*(?:please )?{VERBS}\b(?= [\w\[])(?! (?:is|was|are|were|has|had|me|like that|down again|what you|the \w+, for example)\b)",
    re.I,
)
"""Begins with what is to be done: 'Put the charts where the staff make the tea'."""


def asks(text: str) -> bool:
    """Whether it asks what waits for an answer.

    Not what only asks for the floor or a nod, hands the word to a person named, tells what somebody else once asked, puts a
    prompt to the tables, or goes on to answer itself.
    """
    text = straight(text)
    found = any(one.search(text) for one in (_ASKS, _WONDERED)) or (_WONDERS.search(text) and not _answered(text))
    return (
        bool(found)
        and not any(one.search(text) for one in (_FLOOR, _HANDS_OVER, _TOLD, _PROMPTS))
        and not requests(text)
        and not _taken_on(text)
    )


def _taken_on(text: str) -> bool:
    """Whether somebody named is to answer it by a time: then it waits for a deed and no longer for a word."""
    return _NAMED_WILL.search(text) is not None and bool(due_in(text))


def _answered(text: str) -> bool:
    """Whether what follows a question answers it: in several sentences, or with a yes or an 'I think'."""
    after = text[text.rindex("?") + 1 :]
    if _NOBODY_KNOWS.search(after):
        return False
    return _ANSWERS.match(after) is not None or len(sentences(after)) > 1


def requests(text: str) -> bool:
    """Whether it asks somebody to do a thing."""
    return _REQUESTS.search(straight(text)) is not None


def binds(text: str) -> bool:
    """Whether the words say by themselves that something is to be done, so that no suggestion is needed."""
    text = straight(text)
    if _LABELLED.search(text) or _BINDS.search(text) or _SETS_OUT.search(text) or requests(text):
        return True
    if has_an_owner(text) or falls_to_a_person(text) or promises(text) or _taken_on(text):
        return True
    if len(_COLUMNS.findall(text)) > 1:
        return True
    return orders(text) and _OWNED_OR_DATED.search(text) is not None


def promises(text: str) -> bool:
    """Whether whoever speaks is to come back with something: a few plain words do it."""
    return _PROMISES.search(straight(text)) is not None


def commits(text: str) -> bool:
    """Whether somebody binds themselves or others in passing; a suggestion must not speak against it."""
    text = straight(text)
    return bool(_WILL.search(text) or _NAMED_WILL.search(text) or _SHOULD.search(text))


def only_remarks(text: str) -> bool:
    """Whether its label says that it is a remark, as 'Closing remark from the back: the best meeting yet' does."""
    return _REMARK.match(text) is not None


def orders(text: str) -> bool:
    """Whether it begins with a deed, as a list of actions does; 'tell her thank you' does too."""
    return _ORDERS.search(straight(text)) is not None


def names_a_deed(text: str) -> bool:
    """Whether words can head an action: they hold what is to be done."""
    return binds(text) or commits(text) or orders(text)
