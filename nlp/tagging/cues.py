"""Turns of phrase by which a stance shows: put beside a text's words as if they were words."""

import re

_VERBS = [
    "add",
    "agree",
    "appoint",
    "arrange",
    "ask",
    "bring",
    "build",
    "book",
    "check",
    "choose",
    "circulate",
    "clarify",
    "collect",
    "commit",
    "contact",
    "convene",
    "create",
    "decide",
    "define",
    "design",
    "develop",
    "draft",
    "drop",
    "ensure",
    "establish",
    "explore",
    "find",
    "get",
    "give",
    "identify",
    "include",
    "introduce",
    "invite",
    "keep",
    "let",
    "make",
    "map",
    "meet",
    "move",
    "name",
    "offer",
    "pay",
    "pilot",
    "plan",
    "publish",
    "put",
    "record",
    "recommend",
    "report",
    "review",
    "run",
    "schedule",
    "send",
    "set",
    "share",
    "show",
    "start",
    "stop",
    "take",
    "tell",
    "test",
    "train",
    "try",
    "use",
    "visit",
    "work",
    "write",
]

CUES = {
    "cueasks": r"\?\s*$|\?\s+[A-Z]|^(?:who|what|why|how|when|where|which|whose|should|could|can|do|does|did|is|are|would|has|have)\b.*\?",
    "cuewonders": r"\b(?:wonder(?:s|ed|ing)?|not sure|unsure|unclear|not clear|(?:do not|don't|didn't) know (?:whether|if|how|what|who|yet)"
    r"|open question|to be decided|asking (?:myself|ourselves)|curious)\b",
    "cueverb": rf"^\W*(?:action\W+|next step\W+)?(?:{'|'.join(_VERBS)})\b",
    "cuewill": r"\b(?:will|shall|going to|agreed to|agree to|plan to|commit(?:ted)? to|next steps?|actions?|from (?:now|next) on"
    r"|by (?:the end|next|monday|friday|january|february|march|april|may|june|july|august|september|october|november|december))\b",
    "cueought": r"\b(?:should|must|need(?:s)? to|ought to|have to|let's|let us|recommend|propose|suggest|would be better)\b",
    "cuenot": r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b",
    "cuelack": r"\b(?:lack(?:s|ing|ed)?|missing|blank|shortage|too (?:many|much|few|late|little|long|busy)|not enough|only|still|hardly|barely)\b",
    "cuetrouble": r"\b(?:barriers?|obstacles?|problems?|struggl\w+|difficult\w*|hard(?:er|est)?|stuck|fail\w*|stop(?:s|ped)|lost|lose|wait(?:s|ed|ing)?"
    r"|afraid|fear\w*|frighten\w*|scared|tired|exhaust\w*|blam\w+|worr\w+|worse|worst|cancel\w*|delay\w*|confus\w+|frustrat\w+|tokenis\w+"
    r"|inspect\w*|scrutin\w+|audit(?:ed)?|judged|policed|micromanag\w+|told off|ignored|silenc\w+|dismissed|patronis\w+|intimidat\w+"
    r"|lip service|tick[- ]?box\w*|box[- ]tick\w*|performative|for show|(?:left|locked|shut) out|g[ai]ven? up|gives up|turned away"
    r"|too late|r[au]ns? out|fell through|falls? (?:off|through))\b",
    "cuehelp": r"(?<!not )(?<!n't )(?<!no )\b(?:help(?:s|ed|ful)?|enabl\w+|allow(?:s|ed)|work(?:s|ed) (?:well|because|best)|thanks to|support(?:ed|ive)?|made (?:it|the|a|all)"
    r"|difference|let (?:us|them|me|teams))\b",
    "cuegain": r"\b(?:better|improv\w+|fell|dropped|halved|doubled|gain\w*|success\w*|proud|finally|changed|now|since|once|for the first time|learn(?:ed|t)"
    r"|trust(?:ed|s)?|solved|unlock\w*|stick(?:s)?|noticed)\b",
}
_POLITE = re.compile(
    r"\b(?:(?:can|could|may|might) i(?: just| please| also)? (?:come in|add|say|make|put|pick up|jump in|start|speak|begin)"
    r"|(?:can|could) (?:you|everyone|everybody) hear me)\b[^.?!]*[.?!]?",
    re.IGNORECASE,
)
"""Asks for the floor, not for an answer."""
_FOUND = {cue: re.compile(pattern, re.IGNORECASE | re.MULTILINE) for cue, pattern in CUES.items()}


def with_cues(text: str) -> str:
    """The text with the names of its cues after it."""
    said = _POLITE.sub(" ", text).strip()
    return " ".join([text, *(cue for cue, pattern in _FOUND.items() if pattern.search(said))])
