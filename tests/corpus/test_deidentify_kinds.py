"""Ninety ways in which people write names and numbers, and as many names that are nobody's: a line each."""

import random
import re

import pytest

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.document import SourceText


def made(text):
    """A text without a register and without the language model."""
    return Deidentifier(Register(), Keyfile(chooser=random.Random(0)), flagger=Suspicion()).document(
        SourceText(text, ())
    )


WRITTEN = [
    ("PRESENT: AMINA YUSUF, T. OKAFOR, GARETH PUGH", ["AMINA YUSUF", "OKAFOR", "GARETH PUGH"]),
    ("NOTE FROM SINEAD: BRING THE KEYS", ["SINEAD"]),
    ("ACTION GARETH TO RING THE FAMILY", ["GARETH"]),
    ("i met kwame and his sister at the desk", ["kwame"]),
    ("thanks oluwaseun for sorting that", ["oluwaseun"]),
    ("spoke to dr venkataraman on the phone", ["venkataraman"]),
    ("mrs o'leary in bay 2 was upset", ["o'leary"]),
    ("Seen by J Smith and A. B. Jones", ["J Smith", "A. B. Jones"]),
    ("A.J. will chase it", ["A.J."]),
    ("Action (PJW): order chairs", ["PJW"]),
    ("PJW to order chairs", ["PJW"]),
    ("NORTHMERE UNIVERSITY HOSPITALS NHS FOUNDATION TRUST", ["NORTHMERE"]),
    ("ST BRANNOC'S HOSPICE NEWSLETTER", ["BRANNOC"]),
    ("MINUTES OF CALDERBY ICB", ["CALDERBY"]),
    ("VISIT TO THORNWICK GENERAL HOSPITAL", ["THORNWICK"]),
    ("HARROWBY ROAD SURGERY", ["HARROWBY"]),
    ("WELCOME TO FENWICK COUNCIL", ["FENWICK"]),
    ("NHS number 943 476 5919", ["943 476 5919"]),
    ("NHS no: 9434765919", ["9434765919"]),
    ("nhs number is 943-476-5919", ["943-476-5919"]),
    ("NHS No. 943.476.5919", ["943.476.5919"]),
    ("NHS number 943 4765919", ["943 4765919"]),
    ("NHS number: 94 3476 5919", ["94 3476 5919"]),
    ("NHS number 9 4 3 4 7 6 5 9 1 9", ["9 4 3 4 7 6 5 9 1 9"]),
    ("Ring me on 07700 900 123", ["07700 900 123"]),
    ("Ring me on 07700900123", ["07700900123"]),
    ("Ring me on 0770 090 0123", ["0770 090 0123"]),
    ("Ring me on 077 00 90 01 23", ["077 00 90 01 23"]),
    ("mobile 07700-900-123", ["07700-900-123"]),
    ("mobile 07700.900.123", ["07700.900.123"]),
    ("+44 7700 900123 any time", ["+44 7700 900123"]),
    ("+44 (0)7700 900 123", ["7700 900 123"]),
    ("(020) 7946 0018", ["7946 0018"]),
    ("it is 0 7 7 0 0 9 0 0 1 2 3", ["0 7 7 0 0 9 0 0 1 2 3"]),
    ("Student number 20231234", ["20231234"]),
    ("will said it would be fine", ["will"]),
    ("020-7946-0018", ["020-7946-0018"]),
    ("call 0113 496 0000 ext 4412", ["0113 496 0000", "4412"]),
    ("bleep 2231", ["2231"]),
    ("He lives at LS1 4AP", ["LS1 4AP"]),
    ("He lives at ls1 4ap", ["ls1 4ap"]),
    ("He lives at LS14AP", ["LS14AP"]),
    ("He lives at L S 1 4 A P", ["L S 1 4 A P"]),
    ("postcode LS1  4AP", ["LS1  4AP"]),
    ("SW1A 2AA is the address", ["SW1A 2AA"]),
    ("Her car is AB12 CDE", ["AB12 CDE"]),
    ("Her car is ab12cde", ["ab12cde"]),
    ("reg no. A123 BCD", ["A123 BCD"]),
    ("car registration ABC 123D", ["ABC 123D"]),
    ("plate KX 66 ZZZ", ["KX 66 ZZZ"]),
    ("DOB 12/03/1961", ["12/03/1961"]),
    ("dob: 12.3.61", ["12.3.61"]),
    ("d.o.b. 12th March 1961", ["12th March 1961"]),
    ("born on the 12th of March 1961", ["12th", "March", "1961"]),
    ("Date of birth - 1961-03-12", ["1961-03-12"]),
    ("She was born 12 Mar 61", ["12 Mar 61"]),
    ("DoB 12 03 1961", ["12 03 1961"]),
    ("DOB 120361", ["120361"]),
    ("GMC 7654321", ["7654321"]),
    ("GMC number: 7 654 321", ["7 654 321"]),
    ("gmc no 7654321", ["7654321"]),
    ("NMC PIN 12A3456B", ["12A3456B"]),
    ("NMC pin 12 A 3456 B", ["12 A 3456 B"]),
    ("nmc 12a3456b", ["12a3456b"]),
    ("HCPC PH123456", ["PH123456"]),
    ("staff ID 00456712", ["00456712"]),
    ("payroll number 1234 5678", ["1234 5678"]),
    ("ESR no. 21345678", ["21345678"]),
    ("employee number is 304 556", ["304 556"]),
    ("jo dot bloggs at nhs dot net", ["jo dot bloggs at nhs dot net"]),
    ("jo.bloggs at example.org", ["jo.bloggs at example.org"]),
    ("jo.bloggs (at) example (dot) org", ["jo.bloggs"]),
    ("jo.bloggs[at]example.org", ["jo.bloggs"]),
    ("jo bloggs at gmail dot com", ["bloggs at gmail dot com"]),
    ("email: jo_bloggs@example.org.uk.", ["jo_bloggs@example.org.uk"]),
    ("NI number AB123456C", ["AB123456C"]),
    ("ni no ab 12 34 56 c", ["ab 12 34 56 c"]),
    ("hospital number X123456", ["X123456"]),
    ("MRN: 0099887", ["0099887"]),
    ("CHI 1203611234", ["1203611234"]),
    ("CHI number 120361 1234", ["120361 1234"]),
    ("H&C number 320 123 4567", ["320 123 4567"]),
    ("passport number 123456789", ["123456789"]),
    ("sort code 20 45 67 account 12345678", ["20 45 67", "12345678"]),
    ("DATIX W123456", ["W123456"]),
    ("incident ref. 2024/12345", ["2024/12345"]),
    ("GMC no. 7-654-321", ["7-654-321"]),
    ("dect 61234", ["61234"]),
    ("the white van, A123 BCD", ["A123 BCD"]),
    ("plate YX-19-KLM", ["YX-19-KLM"]),
    ("siobhan.kelly(a)example.org", ["siobhan.kelly"]),
    ("my username is skelly_84", ["skelly_84"]),
    ("login: kellys2", ["kellys2"]),
    ("user name KELLYS02", ["KELLYS02"]),
    ("smartcard 123456789012", ["123456789012"]),
    ("hosp no. K 123 456", ["K 123 456"]),
    ("passport no 12 345 6789", ["345", "6789"]),
    ("account no 1234 5678 sort 20-45-67", ["1234 5678", "20-45-67"]),
    ("meeting ID: 812 3456 7890 passcode: 4x9Qz", ["812 3456 7890", "4x9Qz"]),
    ("poppleford general hospital was full", ["poppleford"]),
    ("flat 2b 14 larch close", ["14 larch close"]),
    ("she lives at 14 larch close", ["14 larch close"]),
]


@pytest.mark.parametrize(("text", "identifying"), WRITTEN)
def test_what_identifies_is_masked_however_it_is_written(text, identifying):
    """Nobody types a number or a name in one way; what stands in another is read by whoever reads the brief."""
    kept = made(text).source.text

    assert [
        part for whole in identifying for part in re.findall(r"\w{2,}", whole) if re.search(rf"\b{part}\b", kept)
    ] == []


NOBODYS = [
    "Martha's Rule was explained to every ward.",
    "We use the Waterlow score on admission.",
    "The Braden scale is quicker than Waterlow.",
    "A Glasgow Coma Scale of 14 was recorded.",
    "She has Parkinson's and he has Huntington's.",
    "Alzheimer's Society leaflets were on the table.",
    "People with Crohn's disease waited longest.",
    "The Bristol stool chart hangs in the sluice.",
    "His Apgar score was nine.",
    "The Edinburgh Postnatal Depression Scale was not translated.",
    "A Likert scale from one to five.",
    "The Rockwood frailty score is done at the front door.",
    "We drew an Ishikawa diagram and a Pareto chart.",
    "A Gantt chart nobody reads.",
    "Lewin's force field was drawn on the wall.",
    "Kotter's eight steps came up again.",
    "Maslow's hierarchy was on slide four.",
    "We used Schwartz rounds to talk about it.",
    "Schwartz Rounds run monthly.",
    "A Balint group meets on Thursdays.",
    "Kirkpatrick levels were used to evaluate it.",
    "The Caldicott Guardian signed it off.",
    "Our Caldicott principles apply.",
    "Gillick competence was discussed.",
    "Fraser guidelines were followed.",
    "The Francis report changed how we listen.",
    "The Ockenden review was read by all of us.",
    "Since the Kirkup report we count differently.",
    "The Berwick review asked for a learning culture.",
    "Duty of candour after the Francis inquiry.",
    "Oliver McGowan training is mandatory.",
    "Everyone has done the Oliver McGowan Mandatory Training.",
    "Awaab's Law came up in housing.",
    "Natasha's Law applies to the canteen.",
    "Clare's Law requests rose.",
    "Sarah's Law was mentioned.",
    "Lewy body dementia was on the list.",
    "The Beck Depression Inventory is too long.",
    "Zimmer frames were missing.",
    "Velcro straps and Hoover bags.",
    "A Pfizer vaccine, then a Moderna one.",
    "Montgomery consent is in the form.",
    "Bolam was quoted by the lawyers.",
    "Mental Capacity Act and the Bournewood gap.",
    "Admin said the letters go out on Fridays.",
    "Reception told us they were short.",
    "Matron agreed and Estates refused.",
    "Comms wrote the poster, Finance paid for it.",
    "Pharmacy thinks the label is wrong.",
    "Theatres asked for a later start.",
    "Chaplaincy offered a room.",
    "Governance wanted a form.",
    "Procurement agreed the price.",
    "Dietetics joined the huddle.",
    "The Macmillan nurse and the Admiral nurse run it together.",
    "A Marie Curie nurse sat with him.",
    "We read the Nightingale pledge.",
    "Florence Nightingale would not have stood for it.",
    "The Mary Seacole programme is for new leaders.",
    "The Edward Jenner programme is online.",
    "The Nye Bevan programme takes a year.",
    "The Johari window helped the team.",
    "Dunning-Kruger was blamed.",
    "Pearson's r and Cronbach's alpha were in the paper.",
    "The Hawthorne effect may explain it.",
    "Deming and Shewhart were quoted.",
    "The Donabedian model has three boxes.",
    "The Wong-Baker faces scale for children.",
    "Down's syndrome clinic moved.",
    "A Hickman line was fitted.",
    "The Wells score was not done.",
    "CHA2DS2-VASc and HAS-BLED scores.",
    "The Barthel index and the Katz index.",
    "The Malnutrition Universal Screening Tool was late.",
    "Bevan's principles were on the slide.",
    "The Zarit burden interview is long.",
    "The Lansley reforms, again.",
    "The Peter Principle was quoted.",
    "Physio and OT said yes.",
    "Tuckman's stages were drawn.",
]


@pytest.mark.parametrize("text", NOBODYS)
def test_what_is_named_after_people_and_roles_stay(text):
    """A score, an inquiry or a department identifies nobody in the room; without it the sentence says nothing."""
    assert made(text).source.text == text


@pytest.mark.parametrize(
    ("text", "as_many"),
    [
        ("Anna Kowalska spoke. Piotr Kowalski answered and Jan Kowalski disagreed. Anna agreed with Jan.", 3),
        ("Mr Patel, Mrs Patel and Dr Patel all came. Dr Patel left early; Mr Patel stayed.", 3),
        ("Amina Hussain, Bilal Hussain and Hussain Ali were there. Bilal said no. Amina nodded.", 3),
        ("J Smith, A Smith and Tom Smith signed. A. Smith chaired. Tom Smith took notes.", 3),
        ("Grace Obi and Hope Obi are sisters; Joy Obi is a cousin. Hope said it was late and Grace agreed.", 3),
        ("DEEPAK SHARMA, PRIYA SHARMA AND RAJ SHARMA ATTENDED. Priya asked. Raj answered.", 3),
        ("Sharma, Deepak; Sharma, Priya; Sharma, Raj. Deepak Sharma will chair.", 3),
        ("Gurpreet Singh, Harpreet Singh and Baba Singh drove. Gurpreet and Harpreet came back.", 3),
        ("Mary O'Brien, Pat O'Brien and Nora O'Brien. Nora O'Brien's list, Pat O'Brien's van, Mary's key.", 3),
    ],
)
def test_people_of_one_family_name_are_kept_apart(text, as_many):
    """Two sisters made one would speak with one voice, and count as one."""
    assert len(set(re.findall(r"Person \d+", made(text).source.text))) == as_many


@pytest.mark.parametrize(
    "text",
    [
        "Her car is a 4 day hire.",
        "The van was no use in 3 wet weeks.",
        "Datix figures for 2024 are in.",
        "Meet us at the desk at nine.",
        "The van at 10 was late.",
        "Login takes 10 minutes.",
        "We lived on 3 long road trips a year.",
        "The smaller hospital and the local surgery were asked.",
    ],
)
def test_what_only_looks_like_an_identifier_stays(text):
    """Rules for numbers in every spacing must not eat sentences."""
    assert made(text).source.text == text
