"""Seeded synthetic material in the tone of workshop notes, reflections and transcripts, with every identifier marked."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from redaction_names import DEVELOP, REPORT, listed

from learnbrief.corpus.deidentify.rules import nhs_checksum_holds
from learnbrief.corpus.document import Mode, Passage, SourceText


@dataclass(frozen=True, slots=True)
class Gold:
    """One identifier where it stands."""

    start: int
    end: int
    type: str
    origin: str | None = None
    form: str = ""
    """How a name is written: 'full', 'given', 'family', 'initials', ..."""
    registered: bool = True
    listed: bool = True
    """Whether the flagger's own lists hold every word of the name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    given: str
    family: str
    origin: str

    @property
    def full(self) -> str:
        """Both names."""
        return f"{self.given} {self.family}"


@dataclass(slots=True)
class Sheet:
    """One document as it grows."""

    people: Sequence[Person]
    third: Sequence[Person]
    text: str = ""
    gold: list[Gold] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    stays: list[tuple[int, int]] = field(default_factory=list)
    """Sentences in which nothing identifies anybody."""

    @property
    def source(self) -> SourceText:
        """As a reader would hand it over."""
        return SourceText(self.text, tuple(self.passages))


NAMES_DEVELOP = [
    "{full} opened the session and {full2} took the notes.",
    "We asked {given} whether the board had seen the run chart.",
    "{title} thought the rota was the real problem.",
    "- {poss} point: nobody is paid to come on a Tuesday.",
    "Action: {initials} to send the slides round ({initials2} to check).",
    "Thanks {given}, that was the clearest thing anyone said all day.",
    "i spoke to {lower} after the session about the interpreters",
    "It was {family} who asked why equity comes last on the agenda.",
    "The PDSA on reminder letters is with {full} and {given2} now.",
    "{given} said the huddle works because it is short; {given2} was not so sure.",
    "Great challenge from {typo} about whose denominator we use.",
    "cc {rev}; {full2}",
    "Present: {full}, {full2}",
    "{caps} TO CONFIRM THE DATE WITH THE WARD",
    "My coachee, {full}, has stopped apologising for the data.",
]
NAMES_REPORT = [
    "{full} welcomed everyone, then handed over to {full2}.",
    "What {given} described was a service nobody could find.",
    "{title} does not believe the waiting list figures, and told us so.",
    "• {poss} team tried it for a fortnight and stopped.",
    "AP: {initials} to write to the chair; {initials2} to book a room",
    "Cheers {given}, I will pick that up with the commissioners.",
    "had a word with {lower} over coffee re the translated leaflet",
    "According to {family}, the two hospitals still use different forms.",
    "{full} from finance and {given2} from the community team disagreed about what counts as a contact.",
    "I noticed that {given} went quiet when {given2} mentioned the last inspection.",
    "We should follow up with {typo} before the summer.",
    "Apologies: {rev}; {full2}",
    "In the room: {full}, {full2} and three people from outpatients",
    "{caps} WILL CHAIR NEXT TIME",
    "As {full} put it, we measure what is easy and then call it quality.",
    "The moment that stayed with me was {poss} story about the bus.",
    '"If {given} says it is safe to speak up, I believe it," one of the nurses told me.',
    "Dear {given}, thank you for having us; regards, {full2}",
    "{given} and {given2} will pair up on the driver diagram.",
    "(this is {poss} idea, not mine)",
]
THIRD_DEVELOP = [
    "A patient, {full}, waited eleven weeks for a letter that never came.",
    "Her son {given} was told to ring back on Monday.",
    "There was a man called {full} on the ward who had nobody to translate.",
]
THIRD_REPORT = [
    "One carer, {full}, had rung the clinic nine times.",
    "The neighbour, {given}, drove her in because there is no bus before ten.",
    "We heard about a young woman named {full} who left before she was seen.",
    "The complaint from {title} was the first that anybody had read aloud.",
]
IDENTIFIERS_DEVELOP = [
    ("email", "Send the template to {email} by Friday."),
    ("phone", "Her direct line is {phone} if it is urgent."),
    ("nhs number", "The pathway we traced belongs to NHS number {nhs}."),
    ("ni number", "Travel claims need the national insurance number ({ni})."),
    ("postcode", "The drop-in is at {postcode}, behind the library."),
    ("date of birth", "He gave his date of birth as {dob} three times."),
    ("staff number", "The consultant (GMC {gmc}) signed the form."),
    ("address", "The visit was to {address}, third floor."),
    ("link", "Slides are at {link} for now."),
    ("vehicle", "Whoever owns the blue car, reg {plate}, please move it."),
    ("record number", "It was logged under hospital number {mrn}."),
    ("organisation", "Colleagues from {org} joined by phone."),
]
IDENTIFIERS_REPORT = [
    ("email", "Anyone who wants the tool can write to {email}."),
    ("email", "- {email} (for the mailing list)"),
    ("phone", "You can reach the team on {phone}, mornings only."),
    ("phone", "mob: {phone}"),
    ("nhs number", "We followed one person, {nhs}, through the whole system."),
    ("nhs number", "NHS No. {nhs} appears on two lists at once."),
    ("ni number", "NINO {ni} was typed into the wrong box."),
    ("ni number", "Payment went out against {ni} in the end."),
    ("postcode", "Half the people who did not attend live in {postcode} or near it."),
    ("postcode", "Venue: the old chapel, {postcode}"),
    ("date of birth", "The label said DOB {dob} and the letter said otherwise."),
    ("date of birth", "She was born on {dob} and has lived here ever since."),
    ("staff number", "Registration: GMC number {gmc}."),
    ("staff number", "NMC pin {nmc} expired in the spring."),
    ("address", "We walked to {address} to see where the letters go."),
    ("link", "Her profile is at {link} if you want to read more."),
    ("vehicle", "Permit for the vehicle {plate} has run out."),
    ("record number", "Patient ID {mrn} had been merged with somebody else's."),
    ("organisation", "The pilot moved from {org} in the spring."),
    ("organisation", "At {org} they ask every family the same three questions."),
]
STAYS_DEVELOP = [
    "Trust is built in drops and lost in buckets; the Trust Board knows that.",
    "We ran two PDSA cycles and put the results in Datix, not in SystmOne.",
    "In March and April we tested it; by May the huddles were at nine.",
    "Metformin and Sertraline were out of stock, so the pharmacist rang round.",
    "Will the Model for Improvement help? May we try it? Hope is not a plan.",
    "NHS England, the Health Foundation and our ICB came to the launch.",
    "Mark the baseline before you change anything; Grace under pressure is no system.",
]
STAYS_REPORT = [
    "The word Trust was on every flipchart, and the Acute Trust said it twice.",
    "Our Plan Do Study Act sheets are in SharePoint; the SPC chart is in Excel.",
    "Between June and August nothing moved; September was better and October better still.",
    "Apixaban, Furosemide and Salbutamol are the three that go missing at discharge.",
    "Will this last? May it spread? Rose from twelve to thirty. Mark that as done.",
    "NHS Providers, NHS IMPACT and the Care Quality Commission all use the word equity differently.",
    "The Integrated Care Board, the Provider Collaborative and the Primary Care Network each sent somebody.",
    "Datix, EMIS Web and RiO do not talk to each other, and neither do we.",
    "On Tuesday the Chief Nurse and two Non-Executive Directors sat in the waiting room.",
    "Core20PLUS5 gave us a Driver Diagram; Making Data Count gave us the rules.",
    "Barriers: Funding, Time, Estates, Interpreters. Enablers: Huddles, Soup.",
    "People in Bradford, Leicester and Tower Hamlets had tried Schwartz Rounds before.",
    "Group 2 wanted a Theory of Change, Group 3 wanted Lean, Group 4 wanted lunch.",
    "Parking cost £4.50, the bus took 55 minutes, and 12 of 40 people gave up.",
    "The Mental Health Act, the Care Act and the Equality Act were all in the bundle.",
    "Spring was too soon. Autumn will do. Black History Month is the deadline.",
]
STEMS = ("Saltmarsh", "Otterby", "Fennimore", "Wexcombe", "Thornaby", "Larkdale", "Brockhurst", "Penmarsh", "Calderwick", "Ashmouth", "Dunmarrow", "Hexley")  # fmt: skip
ORGANISATIONS = (
    "{} Teaching Hospitals NHS Foundation Trust", "{} Community NHS Trust", "{} Infirmary", "{} General Hospital", "{} ICB",
    "{} Health Centre", "{} Borough Council", "Royal {} Hospital", "{} Surgery",
)  # fmt: skip
PUBLIC = ("Barts Health", "Leeds Teaching Hospitals", "Alder Hey Children's Hospital", "Devon ICB", "Guy's and St Thomas'", "Mersey Care", "Addenbrooke's")  # fmt: skip
STREETS = ("Acacia Avenue", "Mill Lane", "Station Road", "Otter Bank Close", "Chapel Street", "Beech Grove", "Quarry Hill Road")  # fmt: skip


def documents(half: str, *, seed: int, count: int) -> Iterator[Sheet]:
    """That many documents of one half: 'develop' to work on, 'report' for the figures that are given."""
    chance = random.Random(seed)
    names = DEVELOP if half == "develop" else REPORT
    people = [
        Person(given, family, origin)
        for origin, (givens, families) in names.items()
        for given in listed(givens)
        for family in listed(families)
    ]
    by_origin = {origin: [person for person in people if person.origin == origin] for origin in names}
    origins = list(by_origin)
    for number in range(count):
        turn = [origins[(number * 6 + step) % len(origins)] for step in range(8)]
        chosen = [chance.choice(by_origin[origin]) for origin in turn]
        yield _document(half, chance, chosen[:6], chosen[6:], spoken=number % 2 == 1)


def _document(
    half: str, chance: random.Random, people: Sequence[Person], third: Sequence[Person], *, spoken: bool
) -> Sheet:
    names, others, identifiers, stays = (
        (NAMES_DEVELOP, THIRD_DEVELOP, IDENTIFIERS_DEVELOP, STAYS_DEVELOP)
        if half == "develop"
        else (NAMES_REPORT, THIRD_REPORT, IDENTIFIERS_REPORT, STAYS_REPORT)
    )
    sheet = Sheet(people, third)
    lines = [("name", template) for template in chance.choices(names, k=14)]
    lines += [("third", template) for template in chance.sample(others, k=2)]
    lines += [("identifier", template) for _, template in chance.sample(identifiers, k=5)]
    lines += [("stays", template) for template in chance.sample(stays, k=5)]
    chance.shuffle(lines)
    for at, (kind, template) in enumerate(lines):
        _write_line(sheet, chance, kind, template, speaker=people[at % len(people)] if spoken else None)
    return sheet


def _write_line(sheet: Sheet, chance: random.Random, kind: str, template: str, *, speaker: Person | None) -> None:
    begun = len(sheet.text)
    if speaker is not None:
        _add(sheet, speaker.full, Gold(0, 0, "name", speaker.origin, "label", listed=_all_listed(speaker.full)))
        sheet.text += ":"
        sheet.passages.append(Passage(begun, len(sheet.text), "label", speaker=speaker.full))
        sheet.text += " "
    said = len(sheet.text)
    pool = sheet.third if kind == "third" else sheet.people
    one, two = chance.sample(list(pool), 2)
    for part in re.split(r"(\{\w+\})", template):
        if not part.startswith("{"):
            sheet.text += part
        elif (slot := part[1:-1]) in VALUES:
            type_, make = VALUES[slot]
            _add(sheet, make(chance), Gold(0, 0, type_))
        else:
            _add_name(sheet, two if slot.endswith("2") else one, slot.rstrip("2"), chance, registered=kind != "third")
    if kind == "stays":
        sheet.stays.append((said, len(sheet.text)))
    label = speaker.full if speaker else None
    sheet.passages.append(Passage(said, len(sheet.text), "turn" if speaker else "paragraph", Mode.VERBATIM, label))
    sheet.text += "\n"


def _add(sheet: Sheet, words: str, gold: Gold) -> None:
    start = len(sheet.text)
    sheet.text += words
    sheet.gold.append(Gold(start, len(sheet.text), gold.type, gold.origin, gold.form, gold.registered, gold.listed))


def _add_name(sheet: Sheet, person: Person, form: str, chance: random.Random, *, registered: bool) -> None:
    words, before, after = _written(person, form, chance)
    sheet.text += before
    _add(sheet, words, Gold(0, 0, "name", person.origin, form, registered, _all_listed(words)))
    sheet.text += after


def _written(person: Person, form: str, chance: random.Random) -> tuple[str, str, str]:
    if form == "title":
        return person.family, chance.choice(["Dr ", "Mrs ", "Mr ", "Prof ", "Ms "]), ""
    if form == "poss":
        return person.given, "", "'s"
    ways = {
        "full": person.full,
        "given": person.given,
        "family": person.family,
        "lower": person.full.lower(),
        "caps": person.full.upper(),
        "rev": f"{person.family}, {person.given}",
        "initials": "".join(part[0] for part in re.split(r"[\s-]", person.full)).upper(),
        "typo": f"{person.given} {_mistyped(person.family, chance)}",
    }
    return ways[form], "", ""


def _mistyped(word: str, chance: random.Random) -> str:
    """Two letters in the middle change places, one is lost, or one is doubled."""
    if len(word) < 5:
        return word
    at = chance.choice([at for at in range(1, len(word) - 2) if word[at : at + 2].isalpha()])
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )


def _all_listed(words: str) -> bool:
    from learnbrief.corpus.deidentify.lexicon import is_a_name
    from learnbrief.corpus.deidentify.words import fold_all

    return all(is_a_name(key) for key in fold_all(words))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _nhs(chance: random.Random) -> str:
    while True:  # the 999 range is never issued
        digits = f"999{_digits(chance, 7)}"
        if nhs_checksum_holds(digits):
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if chance.random() < 0.7 else digits


def _email(chance: random.Random) -> str:
    local = chance.choice(["team.lead", "qi-office", "j.b", "outpatients2", "equity_hub", "info.desk", "k.w.office"])
    return f"{local}{chance.randrange(1, 99)}@{chance.choice(STEMS).lower()}.example.{chance.choice(['org', 'com', 'net'])}"


def _phone(chance: random.Random) -> str:
    tail = _digits(chance, 3)  # ranges kept for drama
    return chance.choice(
        [
            f"07700 900{tail}",
            f"07700900{tail}",
            f"020 7946 0{tail}",
            f"01632 960{tail}",
            f"+44 7700 900{tail}",
            f"(0161) 496 0{tail}",
        ]
    )


def _ni(chance: random.Random) -> str:
    digits, prefix, suffix = _digits(chance, 6), chance.choice(["AB", "CE", "JT", "PX", "SL"]), chance.choice("ABCD")
    spaced = f"{prefix} {digits[:2]} {digits[2:4]} {digits[4:]} {suffix}"
    return spaced if chance.random() < 0.5 else f"{prefix}{digits}{suffix}"


def _postcode(chance: random.Random) -> str:
    area = chance.choice(["LS", "M", "BD", "NE", "SE", "CF", "EX", "WR"])
    return f"{area}{chance.randrange(1, 20)} {chance.randrange(1, 9)}{chance.choice('ABDEFGHJ')}{chance.choice('LNPQRSTU')}"


def _dob(chance: random.Random) -> str:
    day, month, year = chance.randrange(1, 28), chance.randrange(1, 12), chance.randrange(1931, 2004)
    name = ["January", "March", "May", "July", "September", "November"][month % 6]
    return chance.choice(
        [
            f"{day:02}/{month:02}/{year}",
            f"{day} {name} {year}",
            f"{day}.{month}.{year % 100:02}",
            f"{year}-{month:02}-{day:02}",
        ]
    )


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXY"
    return f"{chance.choice(letters)}{chance.choice(letters)}{chance.randrange(10, 75)} {''.join(chance.choices(letters, k=3))}"


def _org(chance: random.Random) -> str:
    return chance.choice(PUBLIC) if chance.random() < 0.3 else chance.choice(ORGANISATIONS).format(chance.choice(STEMS))


def _link(chance: random.Random) -> str:
    who = chance.choice(["q-member", "coach-one", "lead.nurse"]) + str(chance.randrange(100))
    return chance.choice(
        [
            f"https://www.linkedin.com/in/{who}",
            f"https://intranet.example.net/people/{who}",
            f"https://us02web.zoom.us/j/{_digits(chance, 10)}",
        ]
    )


VALUES: Mapping[str, tuple[str, Callable[[random.Random], str]]] = {
    "email": ("email", _email),
    "phone": ("phone", _phone),
    "nhs": ("nhs number", _nhs),
    "ni": ("ni number", _ni),
    "postcode": ("postcode", _postcode),
    "dob": ("date of birth", _dob),
    "gmc": ("staff number", lambda chance: f"7{_digits(chance, 6)}"),
    "nmc": (
        "staff number",
        lambda chance: f"{chance.randrange(80, 99)}{chance.choice('ABCDEFGHI')}{_digits(chance, 4)}E",
    ),
    "address": ("address", lambda chance: f"{chance.randrange(1, 140)} {chance.choice(STREETS)}"),
    "link": ("link", _link),
    "plate": ("vehicle", _plate),
    "mrn": ("record number", lambda chance: f"{chance.choice(['RX', 'K', 'MH'])}{_digits(chance, 7)}"),
    "org": ("organisation", _org),
}
