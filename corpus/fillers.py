"""What stands in a cell where nothing was said: the marks of tools and spreadsheets, and what people write to say nothing."""

import re
import unicodedata

from learnbrief.corpus.apostrophes import straight

NO_ANSWER = frozenset(
    {"", "n/a", "na", "none given", "no answer", "did not answer", "not answered", "no response", "nil", "null", "nan"}
    | {"(blank)", "[blank]", "blank", "<na>", "-99", "-999", "#null", "question not displayed", "[skipped]", "skipped"}
)
"""What tools and people write into a cell that was not answered; choices are never called so."""
_SHEET_ERROR = re.compile(
    r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA)", re.IGNORECASE
)

_WHAT = (
    r"(?:comments?|answers?|responses?|repl(?:y|ies)|ideas?|suggestions?|views?|opinions?|thoughts?|feedback|examples?|information"
    r"|preference|clue)"
)
_WHEN = r"(?:at|for) (?:this|the) (?:time|moment|present|point|stage)|at present|for now|now|currently|today|yet|so far"
# Each line is a way of saying nothing, whole and by itself; a reason behind it ('no, because ...') makes it an answer.
_WAYS = (
    r"no(?: thanks?(?: you)?)?|nope|none|nothing|nil|zero|n ?[/.]? ?a|dk|x+|tb[cd]|unknown|undecided|idk|dunno|ditto",
    rf"(?:no|not any|any)(?: (?:further|other|additional|more|real|specific|particular|strong|new))* {_WHAT}(?: to (?:make|add|give|offer|report|share))?",
    r"(?:nothing|none|not anything|no more|nothing (?:else|more|further|much|new|specific))"
    r"(?: (?:else|more|further|specific|specifically|particular|in particular|really|much|new|different|at all))*"
    r"(?: (?:to (?:add|say|report|mention|comment(?: on)?|suggest|declare|note|share|tell)|comes? to mind|springs? to mind"
    r"|i can think of|that i can think of|that i know of|from me|to do with me))*",
    rf"not (?:really|{_WHEN})",
    r"not (?:that|as far as) i (?:can think of|know(?: of)?|am aware(?: of)?)|none that i (?:can think of|know of|am aware of)",
    r"(?:i )?(?:can ?not|can'?t|could(?:n'?t| not)|unable to) (?:really )?(?:think of|comment on|comment|say|answer|recall|remember)"
    r"(?: (?:anything|any|one|it|this|that|much|now|more|else|the question|this question))*",
    r"(?:i )?(?:do(?:n'?t| not)|did(?:n'?t| not)) (?:really )?(?:know|have (?:any|anything|one|a view|an opinion|an answer)|remember|recall|mind)"
    rf"(?: (?:anything|any|yet|really|enough|of any|of anything|to add|to say|else|more|{_WHAT}))*",
    r"(?:i'?m |i am )?(?:not (?:really |quite |too |entirely |at all )?(?:sure|certain)|unsure|uncertain)(?: (?:really|about this|of this|yet))*",
    r"not (?:applicable|relevant|provided|given|answered|stated|known|asked|available|specified|completed|recorded|disclosed)"
    r"(?: (?:to|for|in) (?:me|us|my (?:role|area|team|post)|our (?:team|area|service)|this role))?",
    r"(?:please )?(?:see|as|same as|same|refer to|as per|as in|as for|ditto|answered|already answered|covered|mentioned|stated|said|like)"
    r" (?:my |the |in |at |to |stated |mentioned |given |answered |said |per |already )*"
    r"(?:above|before|previous(?:ly)?|earlier|below|last (?:answer|question|one)|(?:previous|last|first|earlier|above) (?:answers?|questions?|comments?|response|one)"
    r"|(?:answer (?:to|in) )?(?:question|q)\.? ?\d+\w?)(?: (?:answers?|questions?|comments?|response))?",
    r"(?:i(?:'d| would)? )?(?:prefer|rather) not(?: to)? (?:say|answer|comment|disclose)|left blank|blank|skip(?:ped)?|pass|no answer needed",
    r"all(?:'s| is| was)? (?:good|fine|ok(?:ay)?|well)(?: (?:so far|thanks?|thank you|as it is))?",
)  # fmt: skip
_LEAD = r"(?:(?:sorry|honestly|well|er+m?|hmm+|there(?:'s| is| are)|it(?:'s| is)|i(?:'ve| have)(?: got)?|we(?:'ve| have)|have|got|my answer is|to be honest)[ ,]+)*"
_CLOSE = rf"(?: (?:really|honestly|sorry|thanks?|thank you|please|afraid|i'?m afraid|me|{_WHEN}))*"
_NOTHING = re.compile(f"{_LEAD}(?:{'|'.join(_WAYS)}){_CLOSE}")
_POLITE = re.compile(rf"(?:thanks?|thank you|sorry|cheers|ok(?:ay)?|really|{_WHEN})(?: (?:very much|so much|all))*")
_PARTS = re.compile(r"\s*(?:[,;:.!?()–—|]|\s-\s|\s/\s)+\s*")
_REFUSAL = re.compile(r"(?:no|nope|none|not really|no(?: thanks?(?: you)?)?)[\s.!]*", re.IGNORECASE)
_ASSENT = re.compile(r"(?:yes|yeah|yep|definitely|absolutely)\b", re.IGNORECASE)


def is_sheet_error(cell: str) -> bool:
    """Whether a cell is a spreadsheet's own error, such as '#N/A': a formula failed, nobody said anything."""
    return bool(_SHEET_ERROR.fullmatch(cell.strip()))


def is_answer(cell: str) -> bool:
    """Whether a cell was answered at all: '-', '?', 'N/A' and 'Did not answer' say that it was not."""
    plain = cell.strip().casefold()
    return plain not in NO_ANSWER and not _is_punctuation(plain) and not is_sheet_error(plain)


def is_filler(words: str) -> bool:
    """Whether words given to an open question say nothing: 'No comment', 'Nothing to add', 'see above', 'don't know'."""
    if not is_answer(words):
        return True
    plain = " ".join(straight(words.casefold()).split()).strip(" .!?…\"'()[]*~-–—")
    if _NOTHING.fullmatch(plain):
        return True
    parts = [part for part in _PARTS.split(plain) if part]
    meant = [part for part in parts if not _POLITE.fullmatch(part)]
    return bool(meant) and len(parts) > 1 and all(_NOTHING.fullmatch(part) for part in meant)


def is_refusal(words: str) -> bool:
    """A bare 'no': nothing said where words are asked for, an answer where others say yes."""
    return bool(_REFUSAL.fullmatch(words.strip()))


def is_assent(words: str) -> bool:
    """An answer that begins with yes."""
    return bool(_ASSENT.match(words.strip()))


def _is_punctuation(words: str) -> bool:
    """'..', '?', '~': nothing but marks. A thumbs-up is no mark but an answer of a kind."""
    return all(unicodedata.category(one)[0] in "PZ" or one in "~=+^`|<>" for one in words)
