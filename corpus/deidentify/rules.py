"""Identifiers that have a shape: what a checksum or the words around them make certain, and what only looks like one.

NHS numbers are checked modulo 11 (weights 10 to 2); about one random ten-digit number in eleven passes, so without
context or the usual 3-3-4 spacing a hit is only flagged. National Insurance prefixes follow HMRC's list of letters
never used. Postcode areas are the 124 of the Postcode Address File.
"""

import re
from collections.abc import Callable, Iterator

from learnbrief.corpus.deidentify.edits import Edit

_DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:of\s+)?(?:\d{1,2}|[A-Z][a-z]{2,8})[\s.,/-]+(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G"
    " GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW"
    " OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD"
    " WF WN WR WS WV YO ZE ZZ"
).replace(" ", "|")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'’-]+(?<![.'’])@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_SPOKEN_EMAIL = re.compile(
    r"\b[\w.]+(?: dot \w+)* at [\w-]+(?: dot [\w-]+){0,3} dot (?:com|net|org|uk|scot|wales|info|eu)\b", re.IGNORECASE
)
# 'jo.bloggs at example.org', 'jo (at) example (dot) org', 'jo[at]example.org'
_AT = r"[ ]?[(\[{<][ ]?at?[ ]?[)\]}>][ ]?"
_DOT = r"(?:\.|[ ]dot[ ]|[ ]?[(\[{<][ ]?dot[ ]?[)\]}>][ ]?)"
_HIDDEN_EMAIL = re.compile(
    rf"(?<![\w.])(?:[\w+-]+(?:{_DOT}[\w+-]+)*{_AT}|[\w+-]+(?:[._][\w+-]+)+ at )[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\w.,/£$€-])(?:(?:\+|00)44[ \u00a0.-]?(?:\(0\)[ \u00a0.-]?)?\d{2,5}|\(0\d{2,5}\)|0[123578]\d{1,4})"
    r"(?:[ \u00a0.–-]{0,2}\d{2,8}){1,4}(?!\d)"
)
# Digit by digit, as a number is read out and typed.
_PHONE_BY_DIGIT = re.compile(r"(?<![\w.,/£$€-])0(?:[ \u00a0.-]\d){9,10}(?![ \u00a0.-]?\d)")
_EXTENSION = re.compile(
    r"\b(?i:ext(?:ension)?|(?:fast |crash )?bleep|pager|dect|vocera|voip|fax|desk phone|tel(?:ephone)?|phone|mobile|mob)\b[.:]?(?:\s(?:number|no\.?|is|on))?[:\s]+(\d(?:[\s-]?\d){2,11})\b"
)
_GAP = r"(?:[ \u00a0.-]|[ \u00a0]?\n[ \u00a0]*)"
_TEN_DIGITS = re.compile(
    rf"(?<![\w.+/-])(?:\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{4}}|\d{{4}}{_GAP}\d{{3}}{_GAP}\d{{3}})(?![\w/-]|\.\d)"
)
_USUAL_SPACING = re.compile(r"\d{3}([ \u00a0-])\d{3}\1\d{4}")
_NHS_BEFORE = re.compile(r"\bNHS\b(?!\s+(?:England|Trust|Foundation|staff))[^.;\n]{0,24}$", re.IGNORECASE)
_NHS_NAMED = re.compile(r"\bNHS\s*(?:no\.?|number|num|#|nr|id)\b[\s:=#.is-]{0,8}$", re.IGNORECASE)
_NHS_IN_ANY_SPACING = re.compile(
    r"(?i:\bNHS\s*(?:no\.?|number|num|#|nr|id)\b[\s:=#.is-]{0,8})(\d(?:[ \u00a0.-]?\d){9})(?![\d])"
)
_NI = re.compile(
    r"(?<![\w-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D](?![\w-])",
    re.IGNORECASE,
)
_NI_NAMED = re.compile(
    r"(?:\bNI(?:NO)?\b|\bnational insurance\b)(?i:\s*(?:no\.?|number|num))?[\s:=#.is-]{0,6}([A-Z]{2}[\s-]?(?:\d{2}[\s-]?){3}[A-Z]?)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    rf"(?<![\w-])(?:{_AREAS})(?:\d[A-Z]|\d{{1,2}})[ \u00a0]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])", re.IGNORECASE
)
_POSTCODE_SHAPE = re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![\w-])")
_SPELT_POSTCODE = re.compile(r"(?<!\w)[A-Z](?: [A-Z])? \d(?: [A-Z\d])? \d [ABD-HJLNP-UW-Z] [ABD-HJLNP-UW-Z](?!\w)")
_OUTWARD = re.compile(rf"(?i:\bpost\s?code\b)(?:\s(?:is|was|area|district))?[:\s]+((?:{_AREAS})\d(?:[A-Z]|\d)?)\b")
_BIRTH = re.compile(
    rf"(?i:\b(?:d\.?o\.?b|date of birth|born(?: on)?|birth(?:day|date)))\b\.?[\s:(=-]{{0,3}}(?:(?i:is|was|as|of|on|given as|recorded as)\s+)?(?i:the\s+)?({_DATE}|\d{{8}}(?!\d)|\d{{6}}(?!\d))"
)
_BIRTH_YEAR = re.compile(
    r"(?i:\b(?:was born|born|d\.?o\.?b\.?|date of birth))(?::|\sin)?\s+((?:[A-Z][a-z]{2,8}\s+)?(?:19|20)\d{2})\b"
)
_STAFF = (
    re.compile(
        r"(?i:\b(?:GMC|GDC|GPhC|HCPC)\b(?:[\s:#-]*(?:registration|reg|reference|ref|number|num|no|is)\.?){0,3}[\s:#.-]*)((?:[A-Z]{2})?\d{5,8}|\d(?:[ ./-]?\d){6})\b"
    ),
    re.compile(r"\bNMC\b(?i:[\s:#-]*(?:registration|reg|pin|number|num|no|is)\.?){0,3}[\s:#.-]*([0-9A-Z]{8,9})\b"),
    re.compile(
        r"(?i:\bNMC\b(?:[\s:#-]*(?:registration|reg|pin|number|num|no|is)\.?){0,3}[\s:#.-]*(\d\d[ ]?[A-L][ ]?\d{4}[ ]?[A-Z])\b)"
    ),
    re.compile(r"(?<![\w-])(\d{2}[A-L]\d{4}[A-Z])(?![\w-])"),
    re.compile(r"(?i:\b(?:smartcard|ESR|payroll|UUID)\b[\s:#.-]{1,3}(?:is\s)?)(\d(?:[ -]?\d){5,13})\b"),
    re.compile(
        r"(?i:\b(?:staff|employee|student|learner|trainee|candidate|payroll|assignment|ESR|smartcard|badge)\s*(?:number|no\.?|num|id|ref)\b[\s:#.is-]{0,6})([A-Z]{0,3}-?\d(?:[ -]?\d){3,13})\b"
    ),
)
_PATIENT = re.compile(
    r"(?i:\b(?:hosp(?:ital)?|patient|unit|case|MRN|CHI|medical record|incident|datix|complaint|reference|referral)\s*(?:number|no\.?|num|id|ref(?:erence)?)\b[\s:#.is-]{0,6}|\bMRN[\s:#]{1,3})([A-Z]{0,4}[ -]?\d(?:[/-]?\d|[ ]\d(?=\d)){3,12})\b"
)
_DATIX = re.compile(r"(?i:\bdatix[\s:#]{1,3})([A-Z]{1,3}-?\d{4,9}|\d{5,9})\b")
_NAMED_NUMBER = r"(?:[ ]?(?:numbers?|no\.?|num|ref(?:erence)?|id))*[\s:#.=-]{0,3}(?:(?:is|was)\s)?"
_PASSPORT = re.compile(rf"(?i:\bpassports?{_NAMED_NUMBER})([A-Z]?\d(?:[ -]?\d){{7,8}})\b")
_BANK = (
    re.compile(r"(?i:\bsort(?:[ -]?codes?)?\b[\s:#.=-]{0,3}(?:(?:is|was)\s)?)(\d\d[ -]?\d\d[ -]?\d\d)\b"),
    re.compile(rf"(?i:\b(?:bank[ ])?(?:account|acc|a/c){_NAMED_NUMBER})(\d(?:[ -]?\d){{6,7}})\b"),
)
_REFERENCE = re.compile(
    r"(?i:\b(?:council tax|tax|UTR|UPRN|benefits?|claim|policy|tenancy|rent|housing|membership|library card|blue badge|oyster|court|crime|police)"
    rf"{_NAMED_NUMBER})([A-Z]{{0,3}}[ -]?\d[\d/ -]{{4,13}}\d)\b"
)
_BY_NAME = (
    *((pattern, "staff number", "professional or staff number", True) for pattern in _STAFF),
    (_PATIENT, "record number", "named as a record number", True),
    (_DATIX, "record number", "named as a record number", True),
    (_PASSPORT, "passport number", "named as a passport number", True),
    *((pattern, "bank number", "named as a sort code or account", True) for pattern in _BANK),
    (_REFERENCE, "reference number", "named as a reference", False),
)
_PLATE = re.compile(r"(?<![\w-])[A-HJ-PR-Y][A-HJ-PR-Y]\d{2}\s?[A-HJ-PR-Z]{3}(?![\w-])")
_PLATE_NEAR = re.compile(r"\b(?:reg(?:istration)?|plate|vehicle|car|van|parked|parking|permit)\b", re.IGNORECASE)
# Plates of any age and in any letters, where they are called so.
_NAMED_PLATE = re.compile(
    r"(?i:\b(?:reg(?:istration)?|(?:number )?plate|vehicle|car|van)(?: (?:number|no\.?|is|was|reg(?:istration)?))*[\s:#.,]{1,3})"
    r"((?i:[A-Z]{2}-\d{2}-[A-Z]{3}|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-Z])"
    r"|[A-Z]{2} ?\d{2} ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3} ?[A-Z])\b"
)
_LICENCE = re.compile(r"(?<!\w)[A-Z]{1,5}9{0,4}\d[0156]\d[0-3]\d\d[A-Z9]{2}\d[A-Z]{2}(?!\w)")
_CARD = re.compile(r"(?<![\w.-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w.-])")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'”’\])}]+|\b(?:linkedin|facebook|instagram|twitter|x|orcid)\.(?:com|org)/[^\s<>\"'”’\])}]+",
    re.IGNORECASE,
)
_PERSONAL_URL = re.compile(
    r"linkedin\.com/in|(?:twitter|x|facebook|instagram|tiktok|threads)\.(?:com|net)/\w|orcid\.org|/(?:~|@|people|person|staff|team|profiles?|authors?|users?|our-people|personal|in)/[\w%.-]+"
    r"|zoom\.us/|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|[?&](?:email|user|name|pwd|token|sig)=|/:[a-z]:/",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z]\w{2,29}\b")
_MEETING = re.compile(
    r"(?i:\b(?:meeting id|conference id|passcode|passwords?|pin))\s*[:=]\s*([\w!#$%&*+?-]*\d[\w!#$%&*+? -]{2,24}?)(?=[\n,.;)]|$|\s+(?i:passcode|password|pin)\b)"
)
# What somebody logs in with: a digit, a dot or a low line tells it from 'login: see the poster'.
_USER_NAME = re.compile(
    r"(?i:\b(?:user[ ]?(?:name|id)|log[ -]?in(?: name)?|screen name|account name)\b(?:\s?(?:is|was)\b|\s?[:=])?\s*)((?=[\w.-]*(?:\d|[_.]\w))\w[\w.-]{3,28}\w)\b"
)
_SMALL_STREET = re.compile(
    r"(?i:\b(?:lives?|lived|living|moved|staying) (?:at|to|in)|\baddress(?: is)?:?|\bflat \d+[a-z]?,?)\s+(\d{1,4}[a-z]?,?\s+(?:[a-z][\w'’-]+\s+){1,2}"
    r"(?:street|road|avenue|lane|close|drive|way|terrace|crescent|gardens|place|grove|row|square|mews|walk|court|rise|hill))\b"
)
_STREET = re.compile(
    r"(?:\b(?:Flat|Apartment|Apt|Unit)\s+\d+[A-Za-z]?,?\s+)?(?<![\w-])\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Way|Terrace|Crescent|Gardens|Place|Grove|Row|Square|Mews|Walk|Parade|Court|View|Rise|Hill)\b\.?"
)


def nhs_checksum_holds(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def find_identifiers(text: str) -> list[Edit]:
    """Every identifier with a shape, certain or flagged; overlaps are left for settling."""
    return [edit for rule in RULES for edit in rule(text)]


def _emails(text: str) -> Iterator[Edit]:
    for match in _EMAIL.finditer(text):
        yield Edit(*match.span(), "[email]", "email", "e-mail address")
    for match in _SPOKEN_EMAIL.finditer(text):
        yield Edit(*match.span(), "[email]", "email", "spoken e-mail address", certain=False)
    for match in _HIDDEN_EMAIL.finditer(text):
        yield Edit(*match.span(), "[email]", "email", "e-mail address without its sign", certain=False)


def _phones(text: str) -> Iterator[Edit]:
    for match in _PHONE.finditer(text):
        end = _end_of_number(match.group())
        if end and not _is_nhs_shaped(match.group()[:end]):
            yield Edit(match.start(), match.start() + end, "[phone]", "phone", "United Kingdom number")
    for match in _PHONE_BY_DIGIT.finditer(text):
        yield Edit(*match.span(), "[phone]", "phone", "United Kingdom number, digit by digit")
    for match in _EXTENSION.finditer(text):
        yield Edit(*match.span(1), "[phone]", "phone", "extension or bleep")
    yield from _phones_abroad(text)


def _phones_abroad(text: str) -> Iterator[Edit]:
    if "+" not in text:
        return
    import phonenumbers

    for match in phonenumbers.PhoneNumberMatcher(text, None):
        yield Edit(match.start, match.end, "[phone]", "phone", "international number")


def _end_of_number(written: str) -> int:
    """Where the tenth or eleventh national digit ends a group; other numbers may follow; 0 if it is no such number."""
    for group in reversed(list(re.finditer(r"\d+", written))):
        national = re.sub(r"^(?:0044|44)0?", "0", re.sub(r"\D", "", written[: group.end()]))
        if len(national) in (10, 11):
            return group.end()
    return 0


def _is_nhs_shaped(written: str) -> bool:
    return re.fullmatch(r"\d{3}[ -]\d{3}[ -]\d{4}", written) is not None and nhs_checksum_holds(
        re.sub(r"\D", "", written)
    )


def _nhs_numbers(text: str) -> Iterator[Edit]:
    for match in _TEN_DIGITS.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        holds = nhs_checksum_holds(re.sub(r"\D", "", match.group()))
        if _NHS_NAMED.search(before):
            # A mistyped number still points to somebody, so here the checksum does not decide.
            yield Edit(*match.span(), "[NHS number]", "nhs number", "named as an NHS number")
        elif holds and (_USUAL_SPACING.fullmatch(match.group()) or _NHS_BEFORE.search(before)):
            yield Edit(*match.span(), "[NHS number]", "nhs number", "checksum and spacing or context")
        elif holds:
            yield Edit(*match.span(), "[NHS number]", "nhs number", "checksum alone", certain=False)


def _named_nhs_numbers(text: str) -> Iterator[Edit]:
    for match in _NHS_IN_ANY_SPACING.finditer(text):
        yield Edit(*match.span(1), "[NHS number]", "nhs number", "named as an NHS number")


def _national_insurance(text: str) -> Iterator[Edit]:
    for match in _NI.finditer(text):
        yield Edit(*match.span(), "[NI number]", "ni number", "shape and prefix")
    for match in _NI_NAMED.finditer(text):
        yield Edit(*match.span(1), "[NI number]", "ni number", "named as a National Insurance number")


def _places(text: str) -> Iterator[Edit]:
    for match in _POSTCODE.finditer(text):
        yield Edit(*match.span(), "[postcode]", "postcode", "postcode area and shape")
    for match in _POSTCODE_SHAPE.finditer(text):
        yield Edit(*match.span(), "[postcode]", "postcode", "postcode shape", certain=False)
    for match in _SPELT_POSTCODE.finditer(text):
        yield Edit(*match.span(), "[postcode]", "postcode", "postcode letter by letter", certain=False)
    for match in _OUTWARD.finditer(text):
        yield Edit(*match.span(1), "[postcode]", "postcode", "named as a postcode")
    for match in _STREET.finditer(text):
        yield Edit(*match.span(), "[address]", "address", "house number and street")
    for match in _SMALL_STREET.finditer(text):
        yield Edit(*match.span(1), "[address]", "address", "house number and street in small letters", certain=False)


def _births(text: str) -> Iterator[Edit]:
    for match in _BIRTH.finditer(text):
        yield Edit(*match.span(1), "[date of birth]", "date of birth", "named as a date of birth")
    for match in _BIRTH_YEAR.finditer(text):
        yield Edit(*match.span(1), "[date of birth]", "date of birth", "year of birth", certain=False)


def _numbers_of_people(text: str) -> Iterator[Edit]:
    for pattern, kind, rule, certain in _BY_NAME:
        for match in pattern.finditer(text):
            yield Edit(*match.span(1), f"[{kind}]", kind, rule, certain=certain)
    for match in _LICENCE.finditer(text):
        yield Edit(*match.span(), "[licence number]", "licence number", "driving licence shape")
    for match in _CARD.finditer(text):
        if _luhn_holds(re.sub(r"\D", "", match.group())):
            yield Edit(*match.span(), "[card number]", "card number", "checksum")


def _luhn_holds(digits: str) -> bool:
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _plates(text: str) -> Iterator[Edit]:
    for match in _PLATE.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 20]
        yield Edit(*match.span(), "[vehicle]", "vehicle", "number plate", certain=bool(_PLATE_NEAR.search(near)))


def _named_plates(text: str) -> Iterator[Edit]:
    for match in _NAMED_PLATE.finditer(text):
        yield Edit(*match.span(1), "[vehicle]", "vehicle", "named as a number plate")


def _links(text: str) -> Iterator[Edit]:
    for match in _URL.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?")))
        if _PERSONAL_URL.search(match.group()):
            yield Edit(match.start(), end, "[link]", "link", "link to a person or meeting")
    for match in _HANDLE.finditer(text):
        yield Edit(*match.span(), "[handle]", "handle", "handle", certain=not match.group()[1:4].isupper())
    for match in _USER_NAME.finditer(text):
        yield Edit(*match.span(1), "[handle]", "handle", "named as a user name")
    for match in _MEETING.finditer(text):
        yield Edit(*match.span(1), "[meeting details]", "link", "meeting details")


RULES: tuple[Callable[[str], Iterator[Edit]], ...] = (
    _emails, _phones, _nhs_numbers, _named_nhs_numbers, _national_insurance, _places, _births, _numbers_of_people, _plates, _named_plates, _links,
)  # fmt: skip
