"""Clauses: the words of an excerpt that can stand by themselves, and how well a reader follows them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from learnbrief.corpus.finding import Clause
from learnbrief.nlp.findings.gather import Material, Row
from learnbrief.nlp.findings.learned import scene
from learnbrief.nlp.findings.stretches import ASIDE, reported, stretches, trimmed
from learnbrief.nlp.findings.weights import Weights
from learnbrief.nlp.language.phrases import LIGHT_STEMS
from learnbrief.nlp.language.placeholders import BRACKETS, neutral
from learnbrief.nlp.language.words import stems, straight

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SHORTEST = 5
LEANS = 0.35
"""What a clause loses whose subject points to something said before."""
CUT = {(True, True): 0.0, (False, True): 0.15, (True, False): 0.35, (False, False): 0.4}
"""What a clause loses that begins or ends within its sentence: what follows may be the half that matters."""

WHOLE = 4
"""Words more that a whole sentence may have: cut short it may say the contrary."""
A_REASON = 0.25
"""What it loses beside where it is only the reason: 'the ambulance car hasn't turned up' stood for a fifth of all who did not come."""
AND_MORE = 0.2
"""What it loses where its sentence goes on with 'and': 'I filled a form every week' went on 'and I haven't done one this year'."""
_AND_MORE = re.compile(r"[\s,;]*and\b", re.I)
HEARSAY = 0.3
"""What it loses without 'Person 3 said that', in words of an author: they would pass for the author's own, and what the author says of them is gone."""
_BECAUSE = re.compile(r"\bbecause\W*$", re.I)
_TURN = re.compile(
    r"^[\s,;:–—-]*(?:but|however|though|although|yet|except|unless|only that|until|if|when|then)\b", re.I
)
"""What follows a clause and takes it back or puts a condition on it."""
_TURNS_LATER = re.compile(r"\b(?:but|however|although|though|except|unless)\b", re.I)
"""Later in the same sentence: the clause is then half of what was said."""
_STOP = re.compile(r"[.!?](?:\s|$)|\n")
_GOES_ON = re.compile(r"[ \t]+(?!(?:and|so|because|while|but)\b)[a-z]")
"""A small letter right after a clause, with no mark or joining word between: its sentence is not over."""
_SAYS_ON = re.compile(
    r"^[\s,]*and (?:(?:all|both|none|neither|every one|(?:two|three|four|five) of (?:them|those|us))\b"
    r"|(?:they|those|it|she|he)(?:'ve|'s|'d| have| has| had| are| is| were| was)\b)",
    re.I,
)
"""What follows tells how it ended: '... have gone astray in ten weeks' stood where the sentence goes on 'and all four came back'."""
_NEXT_TURNS = re.compile(r"^[\s\"'”’)\].]*(?:but|however|yet|except|still,|that said|not that)\b", re.I)
_NEXT_CONCLUDES = re.compile(r"^[\s\"'”’)\].]*so,? (?:for (?:me|us)\b|i(?:'d|'ll)?\b|we(?:'d|'ll)?\b|my\b|our\b)", re.I)
"""What follows draws the speaker's conclusion: 'there are two interpreters in this county' went on 'So for me, I prefer the phone, every time'."""
_DEPENDS = re.compile(
    r"^\W*(?:and |but |so )?(?:if|when|whenever|unless|until|although|though|while|whilst|since|where|wherever|once|before|after|as|"
    r"even if|as long as|in case|had|should|were|suppose|imagine|pretend(?:ing)?|not|never|hardly|rarely|nobody said|it isn't)\b",
    re.I,
)
"""A sentence that begins so makes the rest depend on its beginning."""
_LOOSE = re.compile(
    r"^(?:but|or|nor|which|who|whose|that|than|then|such|either|neither|both|another|the others?|the rest|same|again|likewise|ditto|"
    r"not that|apart from|except|even so|still)\b",
    re.I,
)
_SPOKEN_ASIDE = re.compile(
    r"\b(?:thank(?:s| you)|as i said|like i said|can you hear|you're on mute|next slide|over to|good (?:morning|afternoon)|"
    r"hello|sorry)\b",
    re.I,
)
_TOLD_ABOUT = re.compile(
    r"^(?:oh\b|i(?:'ll| will| want to| wanted to| said| asked| told|'d like to| would like to)|let me|may i|can i|i'm going to|what i|what my|"
    r"the (?:other|last|first|next|second) thing|one (?:more )?thing|the (?:reason|answer)\b[^.]{0,30}\bis|there'?s one(?! [a-z-]+ (?:for|between|to)\b)|it was said|she said|he said|they said)\b",
    re.I,
)
"""Announces something or tells of a conversation: what was said stands elsewhere."""
_STUMBLES = re.compile(r"\b([\w’']+(?: [\w’']+)?),(?: (?:well|er|erm|um|no|sorry|i mean|you know|like),)? \1\b", re.I)
"""Begins again: 'a pocket, well, a pocket goes home in the wash'."""
_IRONIC = re.compile(
    r"\b(?:of course|no doubt|apparently|supposedly|so-called|lovely|marvellous|delightful|naturally|delighted|thrilled|heaven forbid|god forbid|"
    r"if only|as if)\b|!|[“\"‘][^”\"’]{2,40}[”\"’]",
    re.I,
)
_ENDS_OPEN = re.compile(
    r"(?:\b(?:and|or|because|while|but|that|which|you know|i mean|sort of|kind of|um|er|erm|uh|if anything|if at all|for example|for instance)|, so)$",
    re.I,
)
"""Ends on a word that only leads on: 'the pharmacist standing there when they come in, because'."""
_NOT_YET_SAID = re.compile(
    r"\b(?:said|says|reported|explained|added|told \w+) that (?:since|when|if|because|although|while|once|after|before|until|as)\b[^,]*$"
    r"|, (?:and|but|so) (?:when|if|once|whenever|after) (?:i|we|you|he|she|they|it|the|a|an|our|my|somebody|someone)\b[^,]*$",
    re.I,
)
"""Ends before it says what was said, or happened: 'A resident said that since the young woman had been made the leg person', '..., and when I rang the six'."""
_TO_ME = re.compile(r"\b(?:for|to|with|beside|showed|told|gave|asked|took|met) me\b", re.I)
"""'The podiatrist on duty opened the inbox for me': a visit, and the visitor's."""
_TALK = frozenset(["asked", "laughed", "laugh", "smiled", "joked", "thanked", "wondered", "nodded", "cross", "serious"])
"""Words of how a thing was talked of, not of the thing."""
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_SAID_OF = frozenset({"attr", "acomp", "dobj", "oprd", "xcomp"})
"""What a verb says of its subject: a clause that ends before it says nothing yet."""
_LEADS_TO = _SUBJECTS | {"det", "poss", "amod", "compound", "nummod", "aux", "auxpass"}
_POINTING = frozenset(
    {"it", "this", "that", "they", "these", "those", "he", "she", "them", "him", "one", "ones", "some", "both"}
    | {"hers", "his", "theirs", "ours", "mine", "yours"}
)
_OBJECTS = frozenset({"them", "him", "it", "these", "those"})
_OWNED = frozenset({"its", "their", "his", "her", "them", "him", "it", "this", "that", "those", "these"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that could head a group."""

    clause: Clause
    words: str
    position: int
    worth: float
    """How well it stands by itself, 0 to 1."""
    score: float = 0.0
    """The same, and how near it lies to all that its matter's excerpts say."""
    whole: bool = False
    """It is an excerpt as it stands, which says something and heads nothing."""
    vector: Row | None = field(default=None, compare=False, repr=False)
    """What it means, less what all of the material shares; None for a matter of one excerpt, or without an encoder."""
    informs: float | None = field(default=None, compare=False)
    """How likely it tells, by itself, something about how the work goes (nlp/informs.py); None where it was not asked."""


def telling(words: str) -> int:
    """How many different words of a text tell something: one in 'The list is the list', which lies near much and tells nothing."""
    return len(frozenset(stems(neutral(words))) - LIGHT_STEMS)


def rich(words: str, fewest: int) -> bool:
    """Whether words say enough by themselves."""
    return telling(words) >= fewest


def tells_enough(candidate: Candidate, weights: Weights) -> bool:
    """Whether a clause can stand before a board with nothing beside it: well by itself, and rich."""
    return candidate.worth >= weights.central_worth and rich(candidate.words, weights.rich)


def best_first(candidate: Candidate) -> tuple[float, int, int]:
    """The order of clauses; ties keep the order of the material."""
    return (-round(candidate.score, 4), candidate.position, candidate.clause.start)


def clauses_of(material: Material, position: int, parsed: "Doc") -> Iterator[Candidate]:
    """Every clause of one excerpt that can stand by itself, with how well it does."""
    excerpt = material.excerpts[position]
    document = material.documents[excerpt.document_id]
    after = document.text[excerpt.end : excerpt.end + 40].lstrip("\n ") if document.text else ""
    sentences = list(parsed.sents)
    for number, sentence in enumerate(sentences):
        following = sentences[number + 1].text if number + 1 < len(sentences) else after
        yield from _of_sentence(material, position, sentence, following)


def _of_sentence(material: Material, position: int, sentence: "Span", following: str) -> Iterator[Candidate]:
    excerpt_id, text = material.excerpts[position].excerpt_id, material.excerpts[position].text
    if _NEXT_TURNS.match(following):
        return
    hearsay = material.excerpts[position].voice.basis == "author" and reported(sentence) is not None
    for begin, stop in stretches(sentence, material.weights.headline_words):
        if begin and text[begin - 1] in "-'’":  # 'thirty-nine weeks' is no 'nine weeks'
            continue
        if begin > sentence.start_char and _DEPENDS.search(text[sentence.start_char : begin]):
            continue
        start, end = trimmed(text, begin, stop)
        words = text[start:end]
        tokens = [token for token in sentence if start <= token.idx < end]
        whole = begin == sentence.start_char and stop == sentence.end_char
        longest = material.weights.headline_words + WHOLE * whole
        fits = SHORTEST <= len(words.split()) <= longest
        if not fits or _half_said(text, end) or _is_a_tail(words, tokens, inside=start > sentence.start_char + 1):
            continue
        left = ASIDE.sub("", text[end : sentence.end_char])
        to_end, from_start = len(left) <= 2, start <= sentence.start_char + 1
        worth = stands(words, tokens) - CUT[from_start, to_end]
        worth -= AND_MORE * (not to_end and _AND_MORE.match(text[end:]) is not None)
        worth -= HEARSAY * (start > sentence.start_char and hearsay)
        worth -= A_REASON * (_NEXT_CONCLUDES.match(straight(following)) is not None)
        worth -= A_REASON * (not from_start and _BECAUSE.search(text[sentence.start_char : start]) is not None)
        if worth > 0:
            yield Candidate(Clause(excerpt_id, start, end), words, position, worth)


def _half_said(text: str, end: int) -> bool:
    """Whether what follows the clause takes it back, puts a condition on it, or is the rest of its sentence."""
    rest = _STOP.split(text[end:], maxsplit=1)[0]  # the parser may part a sentence where its writer did not
    return bool(_TURN.match(rest) or _TURNS_LATER.search(rest) or _GOES_ON.match(rest) or _SAYS_ON.match(rest))


def _is_a_tail(words: str, tokens: "Sequence[Token]", *, inside: bool) -> bool:
    """Whether it is the tail of something said before ('ask before they tip anyone back' has lost who asks), or leads on."""
    inside_tail = inside and bool(tokens) and (tokens[0].pos_ == "ADP" or tokens[0].tag_ == "VB")
    open_ended = _ENDS_OPEN.search(words) or _NOT_YET_SAID.search(words) or _says_not_what(tokens) or _cut(tokens)
    return inside_tail or " and that " in words or bool(open_ended)


def _cut(tokens: "Sequence[Token]") -> bool:
    """Whether it ends before the verb of a subject or the noun of what qualifies it: 'on the hospital system, and our psychologist'."""
    if not tokens:
        return False
    first, last = tokens[0].i, tokens[-1].i
    if tokens[0].dep_ in ("appos", "conj") and tokens[0].pos_ in ("NOUN", "PROPN", "NUM") and tokens[0].head.i < first:
        return True  # 'Tuesday and twice on Wednesday and I have never spoken to a human being' has lost its Monday
    # 'we come up as unknown thirty-eight of them let it ring': the 'because' before it is gone, and what it gave a reason for stayed
    loose = any(
        child.dep_ == "mark" and child.i < first and first <= token.head.i <= last and token.head.i != token.i
        for token in tokens
        for child in token.children
    )
    unsaid = any(child.dep_ in _SAID_OF and child.i > last for token in tokens for child in token.children)
    return loose or unsaid or any(token.dep_ in _LEADS_TO and token.head.i > last for token in tokens)


def _says_not_what(tokens: "Sequence[Token]") -> bool:
    """Whether it ends before it says what something is: 'The referrals we get from homes with a leg carer are, um'."""
    last = next((token for token in reversed(tokens) if token.is_alpha), None)
    told = {"attr", "acomp", "advmod", "prep", "oprd", "expl"}
    return last is not None and last.lemma_ == "be" and not any(child.dep_ in told for child in last.children)


def stands(words: str, tokens: "Sequence[Token]") -> float:
    """How well a reader follows who has only these words, 0 to 1; 0 where they cannot."""
    main = _main_verb(tokens)
    # 'Who decides ...?' hangs on nothing; 'who decides' does.
    loose = _LOOSE.match(words) and not words.endswith("?")
    if main is None or loose or BRACKETS.search(words):
        return 0.0
    if words.count("(") != words.count(")") or words.count('"') % 2 or words.count("“") != words.count("”"):
        return 0.0
    if _leads_nowhere(tokens):
        return 0.0
    worth = 1.0
    first = next((child for child in main.children if child.dep_ in _SUBJECTS), None)
    if first is not None and first.lower_ in _POINTING and not _expletive(first):
        worth -= LEANS
    named = any(token.pos_ in ("NOUN", "PROPN") for token in tokens)
    worth -= 0.5 * (not named)
    for token in tokens:
        if token.lower_ in _OWNED and not any(
            other.pos_ in ("NOUN", "PROPN") and other.i < token.i for other in tokens
        ):
            worth -= 0.15
    worth -= LEANS * any(_points_out(token, tokens) for token in tokens)
    worth -= 0.3 * bool(_TOLD_ABOUT.search(straight(words))) + 0.3 * words.rstrip().endswith(("yes", "no"))
    worth -= (
        0.3 * (tokens[0].lower_ == "i")
        + 0.1 * (tokens[0].lower_ == "my")
        + 0.25 * any(token.lower_ in _TALK for token in tokens)
    )
    worth -= 0.3 * (_TO_ME.search(words) is not None)
    worth -= 0.4 * bool(_SPOKEN_ASIDE.search(words) or _STUMBLES.search(words)) + 0.25 * bool(_IRONIC.search(words))
    worth -= 0.25 * bool(re.search(r"\w:\s", words))  # 'The clerk did: two, at five' answers what was said before
    worth -= scene(words, tokens, main)
    count = len(words.split())
    worth -= 0.06 * max(0, 8 - count) + 0.02 * max(0, count - 16)
    return max(0.0, worth)


def _points_out(token: "Token", tokens: "Sequence[Token]") -> bool:
    """Whether an object can mean nothing that is named before it: in 'the porters were the first to use them' it is not the porters."""
    if token.lower_ not in _OBJECTS or token.dep_ not in ("dobj", "pobj", "dative"):
        return False
    before = [one for one in tokens if one.i < token.i]
    acting = {other.i for one in before if one.dep_ in _SUBJECTS for other in one.subtree}
    return not any(one.pos_ in ("NOUN", "PROPN") and one.i not in acting for one in before)


def _leads_nowhere(tokens: "Sequence[Token]") -> bool:
    """Whether what stands before a colon names nothing: 'What isn't: anything to do with calls' answers what was said before."""
    colon = next((at for at, token in enumerate(tokens) if token.text == ":"), None)
    return colon is not None and not any(token.pos_ in ("NOUN", "PROPN", "NUM", "VERB") for token in tokens[:colon])


def _main_verb(tokens: "Sequence[Token]") -> "Token | None":
    """The verb on which all of the words hang, with its subject among them; none where they hang on something outside."""
    places = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in places or token.head.i == token.i]
    for token in heads:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("relcl", "acl", "pcomp"):
            continue
        own = [child for child in token.children if child.i in places]
        if any(_opens(child, tokens) and child.i <= tokens[0].i + 1 for child in own):
            return None
        if token.dep_ != "ROOT" and any(child.dep_ == "mark" for child in own):
            continue  # 'iller than those we're sent, because ...' hangs on what is not there
        if any(child.dep_ in _SUBJECTS for child in own) or (token.tag_ == "VB" and token.i == tokens[0].i):
            return token
    return None


def _opens(token: "Token", tokens: "Sequence[Token]") -> bool:
    """Whether it opens what hangs on something not said: 'If they ring', 'When the doctor moves on'; a question hangs on nothing."""
    return token.dep_ == "mark" or (token.dep_ == "advmod" and token.tag_ == "WRB" and tokens[-1].text != "?")


def _expletive(token: "Token") -> bool:
    """The 'it' of 'it takes three weeks' and 'it is hard to' points to nothing."""
    return token.lower_ == "it" and token.head.lower_ in ("takes", "took", "take", "costs", "cost")
