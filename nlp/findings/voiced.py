"""Voiced: whether words ask something or name something to be done, told by how people write it in notes and say it aloud."""

import re

_ASKS = re.compile(r"\?[\"'”’)\]]*\s*$")
_WONDERS = re.compile(
    r"^\W*(?:who|what|why|how|when|where|which|whose|could|should|can|is|are|do|does|did|would|will|has|have)\b[^.!]*\?",
    re.I,
)
_FLOOR = re.compile(
    r"\b(?:can|could) (?:you|everyone|everybody|i|we) (?:all )?(?:hear|see|come in|just add|say)\b|\bis that (?:right|fair|ok)\b",
    re.I,
)
"""Asks for the floor or a nod, not for an answer."""
_VERBS = (
    r"(?:ask|write|send|bring|draft|find|check|try|set|get|put|make|meet|speak|talk|test|pilot|share|circulate|arrange|book|print|"
    r"publish|collect|name|give|go|visit|look|report|invite|move|order|add|ring|phone|telephone|call|raise|start|stop|keep|record|"
    r"list|sit|read|hold|cut|let|take|post|run|train|tell|agree|use|show|draw|open|offer|swap|change|fix|have|swap|redo|shadow|"
    r"switch|choose|chase|follow|rewrite|update|review|propose|prepare|produce|organise|plan|join|lead|own|pay|remove|replace|"
    r"confirm|contact|email|e-mail|discuss|consider|explore|work|develop|trial|measure|count|learn|install|buy|close|clear|see|"
    r"attend|host|present|feed back|come back|pick up|sort|map|type|scan|translate|release|escalate|delegate|link|set up|write up)"
)
_TO_DO = re.compile(
    rf"^\W*(?P<who>(?:\[[^\]]{{2,30}}\]|[A-Za-z][\w’'.&/-]*)(?:(?:,| and| or| of| the| ?[+&])? (?:\[[^\]]{{2,30}}\]|[\w’'.&/-]+)){{0,5}}?)"
    rf" to (?:also |then |now |please )?{_VERBS}\b",
    re.I,
)
"""'Ward sister to ring the pharmacy', '[Person 3] and [Person 8] to visit': an owner, and what falls to them."""
_NO_OWNER = re.compile(
    r"\b(?:i|we|you|it|they|there|this|that|he|she|who|what|how|when|where|why|which|is|are|was|were|be|been|has|have|had|do|does|did|"
    r"need(?:s|ed)?|want(?:s|ed)?|like(?:s|d)?|able|happy|ready|hard|easy|nice|good|best|better|keen|glad|sorry|pleased|due|used|going|"
    r"trying|tried|asked|told|hope|nothing|nobody|no|none|something|anything|everything|time|money|reason|right|chance|access|thanks|"
    r"want|wish|promise|plan|way|ways|up|down|left|next|close|back|from|according|about|enough|too|said|agreed|learned|helped|offered|"
    r"decided|managed|seemed|began|started|continued|came|went|got|space|room|place|able|free|long|willing|afraid|happened|led|"
    r"[a-z]+ing|[a-z]{2,}ed|for|permission|rang|wish(?:es)?|made|takes?|took|not|never|only|must|should|would|could|can|will|monday|friday|one|two|three|to)\b",
    re.I,
)
"""No owner stands before 'to' where any of these does: 'nothing to report', 'she was asked to ring'."""
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_LABELLED = re.compile(
    r"^\W*(?:action(?: (?:point|item))?s?|ap|to ?-?do|task|next steps?|decision|agreed|what(?: (?:i|we)(?:'m| am|'re| are|'ll| will)(?: going to)? do)?)\W{0,2}\s?\d{0,2}\s*[:–—-]\s*\w",
    re.I,
)
_COLUMNS = re.compile(r"\b(?:owner|lead|who|by whom|responsible|due|by when|when|deadline|date|what|task)\s*[:=]", re.I)
"""A row of a table of actions says its columns; two of them are no chance."""
_A_DAY = (
    r"(?:end of (?:the )?\w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|meeting|time)|\d{1,2}(?:st|nd|rd|th)? ?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*|\d{1,2}/\d{1,2}(?:/\d{2,4})?|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)|the (?:holidays|autumn|spring|summer))"
)
_OWNED_OR_DATED = re.compile(
    rf"(?:[(\[–—|;,.-]\s*(?:owner:? )?\[?(?:Person|Name) \d+\]?[^.!?]{{0,40}}|[–—|;,(-]\s*(?:due:? |by )?{_A_DAY})\W*$",
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
    rf"^\W*(?:(?:we|i) (?:promised?|undert(?:ake|ook)|pledged?) to\b|(?:Person|Name) \d+\] offered to {_VERBS}\b|"
    r"agreed (?:to\b|that (?:[\w'-]+ ){1,6}(?:will|would|should|shall|must|is to|are to|be)\b)|"
    rf"(?:(?:Person|Name) \d+\]|(?:the |our )?[\w-]+(?: [\w'-]+)?) (?:undertook|volunteered|promised) to {_VERBS}\b|"
    r"[\w \[\]'-]{2,40} took away (?:the|an) (?:question|action|task) (?:of|to|about|whether)\b)",
    re.I,
)
"""Begins with who took it on."""
_REQUESTS = re.compile(
    rf"^\W*(?:please,? (?:can |could |will |would )?(?:somebody,? |someone,? |you )?{_VERBS}\b|"
    rf"(?:can|could|would|will) (?:we|someone|somebody|one of (?:us|you|the \w+)|the [\w-]+|you (?:please|all)|each \w+|every \w+)(?: all)? (?:please )?"
    rf"(?!tell|say|explain|hear|see|remember){_VERBS}\b)",
    re.I,
)
"""'Can someone find out ...?' asks for a deed, 'can anyone tell me why' for an answer."""
_WILL = re.compile(
    rf"\b(?:(?:i|we|they|he|she)(?:'ll| will|'m going to|'re going to| am going to| are going to| is going to| shall) "
    rf"(?:also |now |then )?(?!see (?:what|if|how|whether)\b){_VERBS}\b|will have \w+ed\b|(?:i|we)'d like us to\b)",
    re.I,
)
_SHOULD = re.compile(
    rf"\b(?:(?:i|we)'d (?:want|{_VERBS})|(?:somebody|someone|one of us|we|they|you|the \w+) "
    rf"(?:should|must|ought to|needs? to) (?!have\b){_VERBS}|let's|let us (?:all )?{_VERBS}|needs? to be \w+(?:ed|en|t)\b)",
    re.I,
)
"""Somebody binds themselves or others to do a thing."""
_ORDERS = re.compile(
    rf"^\W*(?:please )?{_VERBS}\b(?= [\w\[])(?! (?:is|was|are|were|has|had|me|like that|down again|what you|the \w+, for example)\b)",
    re.I,
)
"""Begins with what is to be done: 'Put the charts where the staff make the tea'."""


def asks(text: str) -> bool:
    """Whether it ends in a question that waits for an answer."""
    text = _plain(text)
    return bool(_ASKS.search(text) or _WONDERS.search(text)) and not _FLOOR.search(text) and not requests(text)


def requests(text: str) -> bool:
    """Whether it asks somebody to do a thing."""
    return _REQUESTS.search(_plain(text)) is not None


def binds(text: str) -> bool:
    """Whether the words say by themselves that something is to be done, so that no suggestion is needed."""
    text = _plain(text)
    if _LABELLED.search(text) or _BINDS.search(text) or _SETS_OUT.search(text) or requests(text) or _has_an_owner(text):
        return True
    if len(_COLUMNS.findall(text)) > 1:
        return True
    return orders(text) and _OWNED_OR_DATED.search(text) is not None


def commits(text: str) -> bool:
    """Whether somebody binds themselves or others in passing; a suggestion must not speak against it."""
    text = _plain(text)
    return bool(_WILL.search(text) or _SHOULD.search(text))


def orders(text: str) -> bool:
    """Whether it begins with a deed, as a list of actions does; 'tell her thank you' does too."""
    return _ORDERS.search(_plain(text)) is not None


def names_a_deed(text: str) -> bool:
    """Whether words can head an action: they hold what is to be done."""
    return binds(text) or commits(text) or orders(text)


def _has_an_owner(text: str) -> bool:
    """'IT to switch it off' has one: what is written in capitals is no pronoun."""
    found = _TO_DO.search(text)
    return found is not None and not _NO_OWNER.search(_CAPITALS.sub("team", found["who"]))


def falls_to_somebody(text: str) -> bool:
    """Whether a person is to do a thing: '[Person 19] to email [email]' is an action, however little of it is left unmasked."""
    found = _TO_DO.search(_plain(text))
    return found is not None and "[" in found["who"] and _has_an_owner(_plain(text))


def _plain(text: str) -> str:
    return text.replace("’", "'")
