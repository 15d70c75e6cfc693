"""Given names that are ordinary words (Grace, Will, Precious): told from what they do and from capitals that nothing else explains."""

import re
from collections.abc import Iterator, Sequence

from learnbrief.corpus.deidentify.context import BEFORE_MONTHS, starts_sentence
from learnbrief.corpus.deidentify.lexicon import (
    first_names,
    given_names_that_are_words,
    in_dictionary,
    is_function_word,
    is_noun,
    surnames,
)
from learnbrief.corpus.deidentify.words import Word, word_set

# What people do; nouns do few of these, whatever else they do.
_PEOPLE_DO = word_set("""
said says asked asks felt feels thinks thought told tells agreed agrees explained explains described describes mentioned mentions replied
added reflected suggested suggests reported commented argued questioned wondered reminded recalled offered offers challenged thanked
thanks presented introduced chaired chairs facilitated joined joins spoke speaks talked talks noted notes raised shared shares wanted wants
believed believes knew knows admitted insisted volunteered apologised nodded laughed laughs led leads wrote writes took takes kept keeps
sent sends brought brings ran runs rang rings went goes came gave gives met meets held holds left leaves worked works managed
manages sat sits stood stayed stays read reads drew made makes did does tried tries helped helps found finds saw sees heard hears
got gets needed needs decided decides called calls visited visits phoned texted emailed messaged signed signs started starts stopped
checked checks counted measured marked tested planned plans typed printed carried covers covered looks looked listened listens learned
learnt taught teaches coached coaches trained trains walked walks drove drives cried smiled sighed disagreed objected promised retired
resigned qualified moved trusts struggles struggled waits waited chases chased books booked reviews reviewed proposed proposes seconded
invited invites welcomed welcomes missed misses lives lived died returned attended attends responded responds pointed points
chose woke hid rode shook swore wore forgot fought bought thought caught sold paid dug hung sang drank began swam threw slept wept dealt
spent lent built lost lit shut fed reckons insists admits mentions
""")
_AUXILIARIES = word_set(
    "has had have will would could can should might may must didnt doesnt wont wouldnt couldnt cant hasnt hadnt isnt wasnt"
)
_BEING = word_set("is was are were")
_ABSTRACT = word_set("""
hope joy faith peace love pride patience charity mercy grace justice destiny promise wisdom fortune success progress beauty knowledge memory
privilege delight desire glory miracle testimony victory harmony melody blessing comfort praise favour honour bliss goodness happiness gladness
chance rain storm river sun star song dawn talent perseverance obedience prayer prosperity wonder sunshine snow goodwill clemency prudence
temperance felicity verity constancy trinity
""")
_THINGS_DO = word_set("""
ran runs comes came goes went looks looked matters mattered grew grows fades faded means meant remains remained lies lay lasts lasted returned
returns follows followed depends depended begins began ends ended turns turned falls fell rises rose spreads spread stays stayed wins won costs
cost varies varied helps helped starts started stops stopped makes made takes took gets got needs needed works worked kept keeps holds held
gives gave brings moved lived lives died
""")
"""What abstract things do as well: 'Patience ran out', 'Success looks different'."""
_WANTED = word_set(
    "hope chance promise desire love happy lucky delight pride will grant bill glad rob sue mark chase pat frank"
)
"""Words that stand before 'to' for other reasons: 'Hope to see you', 'Happy to help'."""
SEASONS_AND_DAYS = word_set("may april june august summer autumn sunday monday friday")
ALSO_CAPITALISED = word_set(
    "christian india china chad paris israel georgia virginia jordan sydney florence victoria chelsea chester kenya ireland lourdes"
)
"""Faiths and places: a capital alone says nothing of them."""
_FACILITIES = word_set(
    "ward house centre center unit suite clinic hospital hospice surgery road street lane close court room building school college"
    " church park wing lodge month day week weekend event festival march flag bank holiday award awards trust foundation project"
    " programme campaign appeal app period zone rating alert status list"
)
_BEFORE_DATES = BEFORE_MONTHS - {"and"} | {"on", "for"}
"""'And May wrote it' names somebody; 'on Sunday' and 'for June' do not."""
_LIST_BREAK = re.compile(r",[ \u00a0]+(?:and[ \u00a0]+)?|[ \u00a0]+(?:and|or|&)[ \u00a0]+")


def word_names(text: str, found: Sequence[Word], skip: frozenset[int]) -> Iterator[int]:
    """Indices of the words of a text that are given names here; `skip` are those already dealt with."""
    candidates = [at for at, word in enumerate(found) if at not in skip and _may_be(word)]
    named = {
        at for at in candidates if _does_what_people_do(text, found, at) or _has_a_capital_of_its_own(text, found, at)
    }
    listed = _in_a_list(text, found, candidates, named)
    yield from sorted(named | listed)


def _may_be(word: Word) -> bool:
    return (
        word.capital
        and not (word.written.isupper() and len(word.written) > 1)
        and word.key in given_names_that_are_words()
    )


def _next(text: str, found: Sequence[Word], at: int) -> str:
    """The word directly after, with nothing but a blank between."""
    if at + 1 < len(found) and text[found[at].end : found[at + 1].start] in {" ", "\u00a0"}:
        return found[at + 1].key
    return ""


def _does_what_people_do(text: str, found: Sequence[Word], at: int) -> bool:
    """'Grace led', 'Will will take it', 'Faith has left'; not 'Will the board', 'Hope is', 'Patience ran out'."""
    key, after = found[at].key, _next(text, found, at)
    if text[found[at].end : found[at].end + 2] in {"'s", "’s"}:
        return key not in SEASONS_AND_DAYS | ALSO_CAPITALISED | _ABSTRACT
    if _in_brackets_alone(text, found[at]):
        return key not in SEASONS_AND_DAYS
    then = _next(text, found, at + 1)
    if after == "to":
        acts = in_dictionary(then) and not is_function_word(then) and _opens_an_action(text, found[at])
        return acts and key not in _WANTED
    return _acts(key, after, then)


def _acts(key: str, after: str, then: str) -> bool:
    """Whether the two words after a name tell what a person does."""
    if not after or (after == key != "will") or (key in _ABSTRACT and after in _THINGS_DO):
        return False
    if after in _PEOPLE_DO:
        return True
    if key in SEASONS_AND_DAYS - {"may"}:
        return False
    if after in _AUXILIARIES:
        return then in _PEOPLE_DO or _is_past(then) or (after == "will" and not is_function_word(then))
    if after in _BEING:
        return then.endswith("ing")
    return key not in _ABSTRACT and (_is_past(after) or _is_present(after, then))


def _opens_an_action(text: str, word: Word) -> bool:
    """'Action: Faith to check', a bullet 'Penny to ring'."""
    return re.search(r"(?:^|[:;\n•*(|–—-])[ \t]*$", text[max(0, word.start - 6) : word.start]) is not None


def _in_brackets_alone(text: str, word: Word) -> bool:
    return text[word.start - 1 : word.start] in {"(", "["} and text[word.end : word.end + 1] in {")", "]"}


def _is_present(word: str, then: str) -> bool:
    """'Penny reckons a third': a verb, for what follows is no verb; not 'Faith groups were asked'."""
    is_verb = word.endswith("s") and not word.endswith("ss") and in_dictionary(word) and not is_noun(word)
    return is_verb and is_function_word(then) and then not in _BEING | _AUXILIARIES | {"and", "or", "of"}


def _is_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and in_dictionary(word)


def _has_a_capital_of_its_own(text: str, found: Sequence[Word], at: int) -> bool:
    """A capital inside a sentence of small letters that no date, place, building or title explains."""
    word = found[at]
    if starts_sentence(text, word) or _in_a_heading(text, found, at):
        return False
    before = found[at - 1] if at and text[found[at - 1].end : word.start] in {" ", "\u00a0"} else None
    after = _next(text, found, at)
    if after in _FACILITIES or (after and found[at + 1].capital and in_dictionary(after) and not _is_listed(after)):
        return False  # 'Hope Street', 'Summer Hill ward'
    if before is not None and before.capital and not starts_sentence(text, before) and not is_function_word(before.key):
        return False  # 'Project Hope'
    if word.key in ALSO_CAPITALISED:
        return text[word.end : word.end + 2] in {"'s", "’s"}
    if word.key in SEASONS_AND_DAYS:
        return before is not None and before.key not in _BEFORE_DATES and after in _PEOPLE_DO
    return True


def _is_listed(key: str) -> bool:
    return key in first_names() or key in surnames() or key in given_names_that_are_words()


def _in_a_heading(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether the line writes most of its longer words with a capital, so that one says nothing."""
    start = text.rfind("\n", 0, found[at].start) + 1
    end = text.find("\n", found[at].end)
    line = [word for word in _between(found, at, start, end if end >= 0 else len(text)) if len(word.written) > 3]
    return len(line) < 2 or sum(word.capital for word in line) * 2 > len(line) + 1


def _between(found: Sequence[Word], at: int, start: int, end: int) -> list[Word]:
    first = last = at
    while first and found[first - 1].start >= start:
        first -= 1
    while last + 1 < len(found) and found[last + 1].end <= end:
        last += 1
    return list(found[first : last + 1])


def _in_a_list(text: str, found: Sequence[Word], candidates: Sequence[int], named: set[int]) -> set[int]:
    """Names listed with others: 'Angel, Prince and Precious', 'Will and Joy'; not 'April and May'."""
    joined: set[int] = set()
    for one, other in sorted((at, at + step) for at in range(len(found)) for step in (1, 2)):
        if other >= len(found) or not (found[one].capital and found[other].capital):
            continue
        if not _LIST_BREAK.fullmatch(text, found[one].end, found[other].start):
            continue
        pair = {at for at in (one, other) if at in candidates}
        vouched = any(at in named or at in joined or _is_only_a_name(found[at].key) for at in (one, other))
        both = len(pair) == 2 and not any(found[at].key in SEASONS_AND_DAYS | ALSO_CAPITALISED for at in pair)
        if pair and (vouched or both):
            joined |= {at for at in pair if found[at].key not in SEASONS_AND_DAYS | ALSO_CAPITALISED or vouched}
    return joined - named


def _is_only_a_name(key: str) -> bool:
    return (key in first_names()) and not in_dictionary(key)
