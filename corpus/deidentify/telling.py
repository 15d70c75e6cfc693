"""The patterns behind `clues`: made from the lists in clues.toml, each compiled when it is first asked."""

import re
import tomllib
from importlib.resources import files

from learnbrief.corpus.late import LatePattern

_LISTS = tomllib.loads(files("learnbrief.corpus.deidentify").joinpath("clues.toml").read_text(encoding="utf-8"))

ROLES = frozenset(_LISTS["roles"].split())
"""What a person does, in the singular."""


def _any(*names: str) -> str:
    """One of the words of these lists, the longest first."""
    return (
        "(?:" + "|".join(sorted({word for name in names for word in _LISTS[name].split()}, key=len, reverse=True)) + ")"
    )


def _compiled(*parts: str) -> LatePattern:
    return LatePattern("".join(parts), re.IGNORECASE)


# A line, or the part of it up to a full stop, question or exclamation mark before a blank; transcripts without any
# are taken 400 characters at a time, or a date would be read together with what was said minutes before.
SENTENCE = LatePattern(r"[^\s](?:[^\n.!?]|[.!?](?!\s)){0,400}[.!?]?")

_KIN, _SMALL, _ANY_GROUP = _any("kin"), _any("small_groups"), _any("small_groups", "large_groups")
# A noun that goes on ('nurse rota', 'patient story', 'person-centred') is a thing. Of what anybody may be ('patient') so
# much is said that only what can follow a person counts; after a post only what makes a thing of it does not.
NO_THING = rf"\b(?!-|\s+{_any('things')}\b)"
_NO_NOUN = (
    r"\b(?!-)(?=\s*(?:[,.;:!?)\]]|$)|\s+(?:who|that|we|I|in|on|at|here|there|with|from|to|for|and|or|but|this|ever|left|is|was|has|"
    r"had|of|among|told|said|says|asked|did|does|because|when|since|not|never|can|could)\b)"
)
_ROLE = rf"(?:{_any('roles')}{NO_THING})"
_PERSON = rf"(?:{_ROLE}|{_any('people')}{_NO_NOUN})"
# Words between an article and the noun: no little words, or 'the only way a nurse can' would be a nurse.
_LITTLE = r"(?:the|a|an|of|to|in|on|at|for|by|with|and|or|that|which|who|where|when|is|was|are|were|way|time|thing|reason|story|one|if)"
_BETWEEN = rf"(?:(?!{_LITTLE}\b)[\w’'-]+\s+)"
_ALONE = r"(?:the only one|the last one|the first one|the odd one out|on my own) (?:who|with|here|on|of|in (?:my|our|the|this)|from)\b"
_HERE = r"(?:trust|region|country|county|team|department|unit|ward|service|hospital|practice|city|town|village|directorate|island|valley|street|school|family|building|workshop|office)"
_COUNTRY = (
    r"(?:the country|the UK|the world|Britain|England|Wales|Scotland|Ireland|Northern Ireland|Europe|(?:the|our|this) (?:whole )?"
    + _HERE
    + ")"
)
_FEW = r"(?:two|three|four|five|six|seven|eight|nine|ten|a dozen|a handful of|[2-9])"

_MANY = r"(?:only|just|no more than|one of(?: the| our)?(?: only)?) (?:two|three)"
ALONE = (
    _compiled(rf"(?:\b(?:the|our|their|its|his|her|my|your|an)|['’]s)\s+(?:only|sole|lone|token|single)\s+{_BETWEEN}{{0,4}}?{_PERSON}"),
    _compiled(rf"\b(?:I am|I['’]m|I was|she is|she['’]s|he is|he['’]s|she was|he was|being) {_ALONE}"),
    _compiled(r"\bonly one of us\b|\b(?:nobody|no one|none of (?:us|them)|not one) (?:but|except|apart from|other than) (?:me|her|him|myself)\b"),
    _compiled(rf"\b(?:just|only|have|has|had|with|is) (?:one|a single) {_BETWEEN}{{0,3}}?(?:{_ROLE}|specialist\b)"),
    _compiled(rf"\b(?:no other|not another) {_BETWEEN}{{0,3}}?{_ROLE}"),
    _compiled(rf"\b(?:nobody|no one) else (?:here |there )?(?:in|on|at) (?:the|our|this|my) (?:whole )?{_HERE}\b"),
    _compiled(rf"\b(?:youngest|oldest|longest[- ]serving|shortest|tallest|newest|last)(?: ever| remaining)? {_BETWEEN}{{0,2}}?{_ROLE}"),
    _compiled(rf"\bfirst (?:ever )?(?:{_ANY_GROUP} {_BETWEEN}{{0,2}}?{_ROLE}|(?:woman|man|female|male)\b[^.;]{{0,20}}\b{_ROLE})"),
    _compiled(rf"\b(?:first|last) (?:ever )?{_BETWEEN}{{0,3}}?(?:{_ROLE}|baby|child|woman|man|person)\b[^.;,]{{0,30}}\b(?:ever|in (?:the|our|this) (?:old |former )?{_BETWEEN}?{_HERE})\b"),
    _compiled(rf"\b(?:there (?:are|were)|we have|we are) (?:only |just )?(?:one|two|three) {_BETWEEN}{{0,2}}?(?:men|women|males|females|{_ANY_GROUP})\b|\b{_MANY} {_BETWEEN}{{0,2}}?(?:men|women|of us)\b"),
    _compiled(rf"\bone and only {_BETWEEN}{{0,3}}?{_ROLE}|\bthere (?:is|was) only me\b|\bonly me (?:in|on|at) \w+|\bthe one {_BETWEEN}{{1,2}}?(?:face|voice|accent)\b|\bboth of us who (?!came|were there|went)|\b(?:the|an?) only [\w-]+ (?:within|for) (?:[\w-]+ ){{1,2}}miles\b"),
    _compiled(r"\b(?:I am|I['’]m|she is|she['’]s|he is|he['’]s|that['’]s|was) the (?:one|lad|lass|woman|man|nurse|doctor|girl|boy|widow|widower|mother|father|mum|dad|wife|husband|son|daughter|sister|brother) (?:who|with|whose|of the)\b(?! (?:will|can|should|wants?|has to|had to|needs?|makes?|does|did not|said|asked|knows?)\b)[^.;,]{0,40}"),
    _compiled(rf"\bapart from (?:me|her|him|us) there (?:is|are|was|were) no\b|\bthere(?: i|['’])s (?:just|only) (?:her|him|me)\b|\b(?:she|he|I|we) (?:was|is|am|were|are) (?:the |one of the )?last of the\b|\bsole {_BETWEEN}{{0,2}}?{_PERSON}|\bthe one from (?-i:[A-Z])\w+"),
    _compiled(r"\bwe are it\b|\bI(?: am|['’]m| was) the one (?:with|without|under|inside|left)\b|\bone of (?:only )?" + _FEW + rf" (?:people|women|men|patients|families|children|nurses|doctors) (?:in|on|with) (?:{_COUNTRY}|this|my|it)\b"),
    _compiled(rf"\b(?:I|she|he|we|who|my {_KIN}) (?:am|was|is|were|are) (?:also )?the (?:very )?(?:first|last|only|oldest|youngest|one)(?: {_BETWEEN}{{0,3}}?[\w-]+)? (?:in|on|of|from|at) {_COUNTRY}(?! to (?:go|move|switch|use))\b"),
    _compiled(rf"\bfirst (?:ever )?{_BETWEEN}{{0,3}}?{_ROLE} (?:in|on|from) {_COUNTRY}\b"),
    _compiled(rf"\bno (?:man|woman|{_ANY_GROUP}(?: [\w-]+)?|{_ROLE}) (?:had|has) ever\b[^.;]{{0,40}}\b(?:job|post|role|before (?:I|me|she|he|her|him))\b"),
    _compiled(r"\b(?:I|she|he)\b[^.;]{0,45}\b(?:longer|older|younger|taller|more [\w-]+(?: [\w-]+)?) than (?:anybody|anyone|everybody|everyone|any other)\b(?! (?:thought|expected|knew|can|could|wanted))"),
    _compiled(rf"\b{_FEW} (?:people|women|men|patients|families|children) in {_COUNTRY} (?:have|has|had|with|who)\b"),
)  # fmt: skip

# A writer's own request, not talk about sharing ('teams do not share data'): in the imperative, or of this very text.
_PASS_ON = r"(?:circulat\w*|shar(?:e|ed|ing)|quot(?:e|ed|ing|ation)|forward(?:ed|ing)?|repeat(?:ed)?|publi(?:sh|shed|cation)|distribut\w*|pass(?:ed)? on)"
ASKED_TO_KEEP = _compiled(
    rf"\bnot (?:for|to be) (?:wider |further |general |any )?{_PASS_ON}\b(?! until we)"
    rf"|(?:^|(?<=[-–(:;,.]\s)|(?<=\bplease\s))(?:please )?(?:do not|don['’]?t|never) {_PASS_ON}(?: on)? (?:this|it|these|me|any of (?:this|it)|my)\b"
    r"|\boff the record\b|\bin strict(?:est)? confidence\b|\b(?:tell|told|say|said|saying|shared?|speak|spoke|written?|wrote)\b[^.;]{0,25}\bin confidence\b"
    r"|\b(?:told|telling) only me\b|\bonly (?:told|telling) (?:me|you)\b|\bhave(?:n['’]t| not) told (?:anyone|anybody|the team|work)\b|\bnobody (?:else )?(?:here |at work )?knows (?:that )?(?:I|she|he)\b|\bkeep (?:this|that|it) to yourself\b|\b(?:do|does|did)(?:n['’]t| not) want (?:it|this|that|anyone|anybody|people) (?:known|to (?:be known|know|get out|go further|hear))\b"
    r"|\bbetween you and me\b|^\W*between ourselves\b|\bstrictly (?:private|confidential)\b"
)

# Of small groups one is enough, whatever the article; of large ones it must be somebody certain.
GROUP_AND_ROLE = _compiled(
    rf"\b(?P<who>(?:one|two|both) of (?:the|our) {_SMALL} [\w-]+s\b|{_SMALL}\s+{_BETWEEN}{{0,2}}?{_ROLE})"
    rf"|\b(?:the|our|my|their|this|that|another|one)\s+(?P<which>{_BETWEEN}{{0,2}}?{_ANY_GROUP}\s+{_BETWEEN}{{0,2}}?{_ROLE})"
)
# A body, a language or a life that makes one of many holders of a post known: 'the matron with the eye patch'.
MARKED = _compiled(
    rf"\b{_ROLE} (?:with|on|in) (?:(?:the|a|an|one|his|her|no) )(?:[\w-]+ )?{_any('marks')}\b"
    rf"|\b{_ROLE},? who (?:is|was) also (?:an?|the|our) {_BETWEEN}{{0,2}}?{_ROLE}|\b{_ROLE} who (?:speaks|signs|climbed|wrote|won|sued|survived|swam|rowed|ran for)\b[^.;,]{{0,30}}"
)
_KINDRED = rf"(?:(?:twin|older|younger|elder|late|eldest|youngest|own) )?{_KIN}"
_TENS = r"(?:\d\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
_SPECIALTY = rf"(?:{'|'.join(_LISTS['specialties'])})"
ONE_OF_FEW = _compiled(
    rf"\b(?:the|our|my|their) (?:(?:lead|consultant|clinical|specialist|hospital) ){{0,2}}{_SPECIALTY} (?:(?:nurse|clinical) )?(?:{_ROLE}|specialist|therapist)\b(?!['’]s|-)"
)
# An office of which there is one: of whoever holds it, not of what belongs to it ('the chief executive's diary').
OFFICE = _compiled(
    rf"(?:\b(?:the|our|my|their|its|your|this|that|new|former|acting|outgoing|interim|as|am|['’]m|was|is|became)|['’]s) (?P<title>(?:{'|'.join(_LISTS['offices'])}))"
    rf"\b(?!['’]s|-|\s+{_any('things')}\b)"
)
_SOMEBODY = rf"(?:(?:the|our|my|their|that|this|a|an|his|her) (?:{_BETWEEN}{{0,3}}?(?:{_ROLE}|colleague|sister|partner)|band \d\w?|lady|gentleman|chap|bloke)(?: of mine)?|one of (?:the|our|my) (?:team|\w+s))"
_TURN = rf"(?:{'|'.join(_LISTS['turns'])})"
# A life told of oneself, or of one person at work.
TURN = _compiled(
    rf"\b(?:I|I['’](?:m|ve)|my (?:{_KINDRED}|manager|boss|line manager|colleague)|{_SOMEBODY}|having been|being|as an? [\w-]+ who)\b[^.;:]{{0,45}}?\b{_TURN}(?!\w)"
    r"|\b(?:having been|I was|I have been|I['’]ve been|when I was) (?:homeless|sectioned|in prison|a refugee|trafficked|an addict|in care|detained)\b"
    r"|\bI (?:moved|came|walked|escaped|was sent) (?:here )?from (?-i:[A-Z])\w+ to\b|\bat (?:five|six|seven) foot (?:\w+)\b|\bmy accent (?:gives|gave)\b"
    rf"|\bmy {_KINDRED} was the (?:patient|nurse|doctor|man|woman|baby|child|one)\b(?! at the time)[^.;]{{0,30}}\b(?:in|on|who|whose|of)\b"
    rf"|\b(?:the|our|their) {_BETWEEN}{{0,3}}?{_ROLE} (?:is|was) (?:expecting|pregnant|having twins)\b|\b(?:she|my colleague) had her baby (?:in|on) the\b"
)
_SUFFERS = r"(?:is|was|has|had|has been|is being|was being|has just had|got|lives with|came back (?:from|after)|is going through|went through|is off with|was off with|told (?:me|us) (?:that )?(?:she|he) (?:is|was|has|had))"
_CONDITION = rf"(?:{'|'.join(_LISTS['conditions'])})"
# Illness, loss or trouble of somebody who works there: of patients any text of a hospital tells it.
TROUBLE = _compiled(
    rf"\b{_SOMEBODY}(?: (?:on|in|at|from) (?!whom)[\w ]{{2,20}}?)?,?(?: who)? {_SUFFERS} (?:[\w-]+ ){{0,4}}?{_CONDITION}\b"
    rf"|\b(?:her|his) (?:own )?(?:baby|son|daughter|child|husband|wife|partner|mother|father) (?:was|is|has|had|died|killed)\b[^.;]{{0,60}}\b(?:here|(?:on|in|at) (?:this|our|the same|her own|his own) (?:ward|unit|hospital|trust|team|service|department|practice))\b"
    rf"|(?:the|our|their|my) {_BETWEEN}{{0,2}}?{_ROLE}['’]s (?:baby|son|daughter|child|husband|wife|partner|mother|father) (?:was|is|has|had|died|killed|drowned)\b"
    rf"|\b(?:the|our|their|my) {_BETWEEN}{{0,2}}?{_ROLE}['’]s (?:house|home|flat|car) (?:burn|was burgled|flooded|was flooded|exploded)"
    rf"|\b(?:since|after|before) (?:his|her) (?:[\w-]+ ){{0,2}}?{_CONDITION}\b[^.;]{{0,20}}\b{_ROLE}"
    rf"|\b(?:one|a) colleague {_CONDITION}\b|\b(?:my|our|the) deputy {_SUFFERS} (?:[\w-]+ ){{0,3}}?{_CONDITION}\b|\b(?:my|our|the) deputy is off having\b"
    rf"|\b(?:his|her|my|their) (?:own )?{_KIN} (?:is|was) an? (?:in)?patient (?:on|in|at) (?:the|our|this|that)\b"
    rf"|\b(?:her|his) {_KIN} has [^.;]{{3,40}} and (?:she|he) brings (?:him|her) to work\b"
)
_LOOKS = rf"(?:{'|'.join(_LISTS['looks'])})"
SEEN = _compiled(
    rf"\b(?:the|our|that|this|a) (?:[\w-]+ )?{_LOOKS} (?:[\w-]+ )?(?:{_ROLE}|lady|gentleman|man|woman|lad|chap|bloke|guy|girl)\b"
    rf"|\b(?:she|he|who) (?:has|had|wears|wore|is missing|lost|walks with|came in with) (?:a|an|one|the|his|her|only one|two)?\s?(?:[\w-]+ )?(?:(?:one|glass|missing|artificial|prosthetic|wooden|false) (?:arm|leg|eye|hand)|prosthesis|stammer|stutter|limp|scars?|tattoos?|beard|turban|hijab|niqab|kilt|eyepatch|hook|guide dog|assistance dog|(?:pink|purple|blue|green) hair)\b"
    r"|\b(?:she|he|who) (?:stammers|stutters|limps|lip-?reads|is (?:blind|deaf|mute|a wheelchair user|seven foot|six foot)|has (?:a stammer|a limp|a lisp|one (?:arm|leg|eye|hand)))\b"
    rf"|\b(?:the|that|our) (?:{_ROLE}|man|woman|lady|gentleman|lad|chap|bloke|guy) with (?:a |an |the |one |no |his |her )?(?:[\w-]+ )?(?:{_any('marks')}|hair|glass eye|guide dog)\b"
)
_LAY = r"(?:lady|gentleman|man|woman|lad|girl|boy|chap|bloke|guy|couple|dad|mum|nun)"
# 'The consultant with the terrier', 'the dad who slept in his van': told by what is theirs, or by what nobody does at a clinic.
PECULIAR = _compiled(
    rf"\b(?:the|that|our) (?:{_BETWEEN}{{0,2}}?(?:{_ROLE}|{_LAY}|sister)) with (?:a|an|the|his|her|two|three) (?!{_any('everyday_things')}\b)[\w-]+"
    rf"|\b(?:the|that|our) (?:{_BETWEEN}?{_LAY}|young (?:doctor|nurse|registrar)) (?:who|whose)(?: always)? (?!{_any('everyday_doings')}\b)[\w-]+ [^.;,]{{3,40}}"
    rf"|\b(?:the|our|a) [\w-]+ {_ROLE} and I (?:disagreed|fell out|argued|married|kissed|clashed|grew up)\b"
)
_ONCE = rf"(?:{'|'.join(_LISTS['once'])})"
_ONE = rf"(?:the|that|this|our) (?:{_BETWEEN}{{0,2}}?{_ROLE}|lady|gentleman|man|woman|lad|girl|boy|chap|bloke|guy|family|couple|mother|father|mum|dad|parent|carer|colleague)"
# 'The lady who lost her twins', 'that consultant who left for Qatar': a person told by what happened to them or by what they run.
THE_ONE_WHO = _compiled(
    rf"\b{_ONE},? (?:who|whose)\b[^.;]{{0,40}}?(?:\b(?:died|drowned|killed|fell from|struck by|lost (?:his|her|their|a|both|two) \w+|collapsed on|gave birth (?:in|on)|born (?:in|on) the|set fire|jumped|ran away|left for (?-i:[A-Z])\w+|went to prison|was arrested|sued|won the|delivered me|is in the news|was in the news|married the|climbed|sailed|{_ONCE})\b|\b{_CONDITION}\b)"
    rf"|\b(?:the|our|that) (?:{_BETWEEN}{{0,1}}?(?:lady|gentleman|man|woman|couple|nun|lad|chap|bloke|guy|girl)) who (?:runs?|does|owns?|founded|started|set up|built|keeps?|feeds|drives|plays|conducts) (?:the|our|that) [\w -]{{3,30}}"
    rf"|\b(?:two|three|both|the) (?:sisters|brothers|twins|cousins)(?: [\w-]+)? who (?:run|own|work|manage|share|cook|clean|nurse)\b"
)
ONCE = _compiled(rf"\b(?:I|who|she|he|me|my {_KIN})\b[^.;]{{0,40}}\b{_ONCE}\b|\b{_ONCE}\b[^.;]{{0,50}}\bI (?:was|am)\b")
VERY_YOUNG_OR_OLD = _compiled(rf"\b(?:1[4-7]|7[5-9]|[89]\d|1[01]\d)[- ]year[- ]old {_BETWEEN}{{0,2}}?{_ROLE}")
FIRST_PERSON = LatePattern(r"\b(?:I|I['’](?:m|ve|d)|[Aa]s an?|[Aa]s the|[Bb]eing|[Mm]y)\b")
OF_A_SMALL_GROUP = _compiled(
    rf"\b(?:I am|I['’]m|I came out as|as an?|being|we are) (?:an? |the )?(?:\d\d[- ]year[- ]old )?{_BETWEEN}?(?:{_SMALL}|wheelchair user)\b"
)
SMALL_GROUP = _compiled(
    rf"\b(?:am|['’]m|as|being|a|an|and)\s+(?:an?\s+)?(?:\d\d[- ]year[- ]old\s+)?(?:{_SMALL}|wheelchair user)\b"
)
POST = _compiled(
    rf"\b(?:as|am|['’]m|been|being|and|was|a|an|the|work(?:ed)? as)\s+(?:an?|the)?\s*{_BETWEEN}{{0,2}}?{_ROLE}"
)
# A post of which there is one by its own words: 'I am the matron whose ...', 'I have run the mortuary for ...'.
THE_POST = _compiled(
    rf"\b(?:I am|I['’]m|I was|as) the {_BETWEEN}{{0,2}}?{_ROLE} (?:who|whose|that|for|of|in|at|on|here)\b[^.;,]{{0,40}}"
    rf"|\bthe {_BETWEEN}{{0,2}}?{_ROLE} (?:here )?(?:since (?:19|20)\d\d|for (?:the (?:last|past) )?(?:[2-6]\d|twenty|thirty|forty|fifty)[- \w]{{0,8}} years)\b"
    rf"|\b(?:the|our) {_BETWEEN}{{0,2}}?{_ROLE} (?:[\w ]{{2,25}} )?has been (?:here|there|with us|in post) (?:for )?(?:(?:over|nearly|almost) )?{_TENS} years\b"
    rf"|\b(?:the|our) {_BETWEEN}{{0,2}}?{_ROLE} (?:in|at|on|from) (?:the|our) (?:island|village|lighthouse|valley|prison|convent|mosque|synagogue|temple|hamlet)\b"
    r"|\bas a former (?:patient|resident|nurse|porter|cleaner)\b[^.;]{0,30}\b(?:who|I) (?:now|also)\b"
    rf"|\bI am the (?:{'|'.join(_LISTS['offices'])})\b"
    rf"|\b(?:my|her|his) (?:predecessor|successor) as {_BETWEEN}{{0,2}}?{_ROLE}"
    rf"|\b(?:I am|I['’]m|I was|being|as) the {_BETWEEN}{{0,2}}?(?:imam|rabbi|priest|vicar|chaplain|archivist|librarian|coroner|mayor)\b"
    r"|\bI(?: now|['’]ve| have| used to)? (?:run|ran|manage|managed|head|headed|founded|set up|opened) (?:the|our|its|this) (?:[\w-]+ ){0,2}?"
    rf"{_any('places_of_work')}\b"
)
_NO_AGE = r"\b(?!\s*(?:%|per|minutes|hours|days|weeks|months|miles|percent|years (?:in|into|on)))"
AGE = _compiled(
    rf"\b(?:I am|I['’]m|aged|age) {_TENS}{_NO_AGE}|\b{_TENS}[- ]year[- ]old\b|\b(?:I am|I['’]m) in my (?:\w+ )?\w+ties\b"
)
ORIGIN = _compiled(
    rf"\b(?:I am|I['’]m|as an?|being)\s+(?:an?\s+)?(?:{_BETWEEN}|\d+,\s+|\d\d[- ]year[- ]old\s+){{0,2}}?{_ANY_GROUP}\b"
    r"|\bI (?:came|come|am|moved|grew up)(?: here)? (?:from|in) [A-Z]\w+"
)
TENURE = _compiled(
    rf"\bsince (?:19|20)\d\d\b|\bfor (?:the (?:last|past) )?{_TENS} years\b|\b{_TENS} years (?:here|in (?:the|this) (?:job|post|role|trust|service|NHS))\b"
)

_WORKS = r"(?:(?:also|now|both|still|used to) )?(?:works?|worked|nurses|nursed|is employed|was employed|volunteers|trained)\b"
_IS = (
    rf"(?:(?:is|was|became|has been|used to be) )(?:also |now )?(?:an?|the|our|one of the) {_BETWEEN}{{0,3}}?{_ROLE}\b"
)
_RUNS = r"(?:chairs|runs|leads|manages|sits on|drives|cleans|cooks|teaches|guards) (?:the|our|this|on|in|at)\b"
_SAME = r"(?:here|same|this|our|me|the (?:ward|unit|hospital|trust|board|team|department|theatre|floor|practice|next|ambulance|kitchen|clinic))\b"
KIN_AT_WORK = _compiled(
    rf"\b(?:my|her|his)\s+{_KINDRED} (?:who )?(?:{_WORKS}|{_IS}|{_RUNS})(?:[^.;]{{0,50}}?\b{_SAME}|(?<=the|our))"
    rf"|\b(?:my|her|his) {_KINDRED}['’]s name\b|\b(?:my|her|his) {_KINDRED},? (?:the|our|who is|who was|an?) {_BETWEEN}{{0,2}}?{_ROLE}"
    rf"|\b(?:my|her|his) (?:ex-?{_KIN}|{_KINDRED}) (?:at|across|opposite|in|on) (?:the|our|that|every|each) (?:\w+ )?(?:meeting|ward|rota|team|board|handover|desk|unit|shift)\b"
    rf"|\bmy {_KIN} is (?:Deaf|blind|{_SMALL}) and (?:teaches|works|runs|nurses|chairs|volunteers)\b"
)
_OFFICE = rf"(?:{_BETWEEN}{{0,2}}?{_ROLE}|MP|minister|chief executive|chair|chairman|chairwoman|bishop|chief nurse)"
KIN_OF_SOMEBODY = _compiled(
    rf"\b(?:the|our|my|a) {_OFFICE}['’]s {_KINDRED}\b|\b{_KIN} (?:of|to) (?:the|our|my|a) {_OFFICE}\b|\b(?:married|married to|engaged to|live with|living with|dating|sleeping with|divorced (?:from|by)|divorcing|seeing) (?:the|our|my|one of the) (?:{_OFFICE}|head of \w+|\w+s\b)"
)

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FEAST = r"(?:Christmas(?: Eve| Day)?|Boxing Day|New Year(?:['’]s (?:Eve|Day))?|Easter|Eid|Diwali|Hanukkah|Mother['’]s Day|Father['’]s Day|Remembrance Sunday|Burns Night|St David['’]s Day|St Patrick['’]s Day)"
DATED = LatePattern(
    rf"\bthe (?:night|day|morning|week|weekend) (?:(?:of|after|before) )?(?:that )?the\b|\b(?:of|in) (?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?: \d{{4}})?|\b{_MONTH} (?:\d{{1,2}}\b|\d{{4}}\b)|\b(?:on |last |at |over )?{_FEAST}\b"
    rf"|\b(?:that|last|this|one|in|early|late) (?:\w+ )?{_MONTH}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b"
)
RARE_EVENT = _compiled(rf"\b(?:{_any('events')}|{'|'.join(_LISTS['happenings'])})\b")
NOT_THE_EVENT = _compiled(
    r"\bfire (?:drill|alarm|door|safety|exit|test|training|officer|service|risk)s?\b|\btribunal service\b|\bcrash (?:call|team|trolley)s?\b|\b(?:suspended|attacked) (?:the|our) \w+\b"
)

_WHO = r"\b(?:I|we|she|he|who|whose \w+)\b"
FAMOUS = _compiled(
    rf"{_WHO} (?:was|were|am|been|appeared|went|have been|had been|made|used to be)?\s?[^.;,]{{0,12}}?\b(?:on the front page|(?:in|made) the (?:local )?(?:papers|news)|(?<!watched )(?<!heard )on (?:local|national )?(?:television|telly|TV|the news))\b"
    r"|\b(?:after|in|from) (?:the|that|a) (?:documentary(?! review)|TV programme|news story|court case|public inquiry)\b|\bwent viral\b"
    rf"|\b(?:I|me|she|her|he|him)\b[^.;,]{{0,25}}\b(?:in the (?:Sunday|local|evening|national) (?:papers?|press|news)|on the (?:evening |local )?news|on (?:breakfast|morning) television)\b"
    r"|\b(?:piece|article|story|programme|documentary|film|book|song|feature|interview|headline)s? (?:about|on|with) (?:me|her|him|my \w+)\b"
    r"|\b(?:I|he|she|we) (?:tweeted|live-?tweeted|blog(?:s|ged)?)\b|\b(?:my|her|his) (?:tweet|blog|podcast|column|memoir|book|vlog|channel|TikTok|Instagram)\b"
    r"|\b(?:writes|wrote|runs|keeps|has|hosts|presents|started|published) (?:a|the|his|her|my) (?:[\w-]+ )?(?:blog|podcast|column|vlog|channel|memoir|novel|newsletter) (?:called|named|under|as)\b"
    rf"|\b(?:posted|wrote|put (?:it|this|that)|said (?:so|it)|shared it|ranted) (?:it |this )?on (?:{'|'.join(_LISTS['posted'])})\b|\bon (?:{'|'.join(_LISTS['posted'])}) under (?:my|his|her) own name\b"
    rf"|\bin (?:the|our) (?:local |evening |(?-i:[A-Z])\w+ )?(?-i:{'|'.join(_LISTS['papers'])})\b|\bin (?:her|his|my|an) (?:e-?mail|letter|message|post) to (?:all staff|everybody|everyone|the (?:whole|chief|board|staff|MP))\b"
    r"|\bon the (?:telly|wireless|radio)\b(?! (?:that|in|was|played))"
    r"|\b(?:hundred|thousand|million) (?:likes|views|followers|retweets|signatures)\b"
    rf"|{_WHO} (?:won|was given|was awarded|received|got|have|has|holds?) (?:the|a|an|my|her|his) [^.;,]{{0,40}}\b(?:award|medal|prize|of the year|MBE|OBE|CBE|knighthood|world record|national record)\b"
    rf"|{_WHO}(?: used to)? (?:play(?:ed)?|box(?:ed)?|swam|row(?:ed)?|ran|sang|danced) [^.;,]{{0,20}}\bfor (?:England|Wales|Scotland|Ireland|Britain|Great Britain)\b"
    rf"|{_WHO} [^.;]{{0,30}}\b(?:Olympics?|Paralympics?|Everest|Wimbledon)\b[^.;,]{{0,15}}|\bthe MP['’]s \w+|\b(?:I|she|he) (?:stood|ran) for (?:parliament|council|mayor)\b"
)
_LOSS = r"(?:both|two|three|all|my (?:\w+ )?(?:leg|legs|arm|hand|foot|sight|hearing|twin|voice))"
LIFE = _compiled(
    r"\b(?:my|our) (?:triplets|quadruplets|quads|conjoined twins)\b|\b(?:had|expecting|mother of|father of) (?:triplets|quadruplets|quads|conjoined twins)\b"
    r"|\bboth (?:of )?(?:my|our) (?:sons|daughters|children|parents|brothers|sisters|babies) (?:died|have|were|are)\b[^.;]{0,40}"
    rf"|\bI lost {_LOSS}\b[^.;,]{{0,40}}|\bI was (?:adopted|trafficked|rescued|evacuated) (?:from|in|on|at) (?:the |a )?[\w ]{{3,30}}|\b(?:I|we) (?:fled|escaped from|escaped) \w+(?: in \d{{4}})?"
    r"|\b(?:after|since|before) (?:my|her|his) (?:\w+ )?transplant\b|\b(?:swam|rowed|sailed|crossed) the (?:Channel|Atlantic|Pacific)\b"
    r"|\b(?:I|she|he) (?:had|have had|has had|am waiting for|gave|donated) (?:a|my|her|his) (?:\w+ )?(?:kidney|heart|liver|lung|face)(?: transplant)?\b"
)
# Case counts here: a place is told by its capital.
_HELD = "|".join(sorted(_LISTS["roles"].split(), key=len, reverse=True))
ROLE_AND_PLACE = LatePattern(
    rf"\b(?:[Tt]he|[Oo]ur|[Mm]y) (?P<who>(?:[a-z-]+ ){{0,2}}?(?:{_HELD}) (?:in|at|of|for|from) (?:the )?(?P<place>[A-Z][a-z]+(?:[ -](?:on-|upon-|le-)?[A-Z][a-z]+)*))"
)
_PLACE = r"(?P<place>[A-Z][a-z]+(?:[ -](?:on-|upon-|le-|under-|in-the-)?[A-Z][a-z]+)*)"
PLACES = (
    ROLE_AND_PLACE,
    LatePattern(rf"\b(?P<who>(?:[Bb]oth|[Tt]he two|[Tt]he three|[Aa]ll three|[Ee]ither)(?: of the)? (?:[a-z-]+ )?(?:{_HELD}|partner|doctor|nurse)s (?:in|at|of|from|on) {_PLACE})"),
    LatePattern(rf"\b(?P<who>I (?:still |now |used to )?(?:live|lived|farm|farmed|commute|drive in|drove in|cycle in|do the school run|was born|grew up|keep a shop|run a (?:shop|farm|pub)) (?:in|on|at|near|from|outside) {_PLACE})"),
    LatePattern(rf"\b(?P<who>(?:[Tt]he|[Oo]ur) (?:only |village |island |one )?(?:surgery|pharmacy|chemist|school|shop|chapel|post office|care home|practice|minor injuries unit|clinic|cottage hospital) (?:in|at|on) {_PLACE})\b(?=[^.;]*\b(?:one|only|he|she|him|her|doctor|nurse|owner|sisters?|two)\b)"),
)  # fmt: skip
"""A post, a home or the one house of its kind, in a small place."""
BODIES = frozenset(_LISTS["bodies"].split())
