r"""What is nobody's name, as notes of wards write it: rooms, bays, cards, months, misspelt words, roles, headings, cities.

Written by us before the rules were mended on the odd lines (develop); the even ones are reported. In braces stands the name of a ward or
a hospital: it may be masked as an organisation, and is no person. Each line is a document of its own, '\n' a line break in it.
"""

from collections.abc import Iterator

from redaction_synthetic import Gold, Sheet

from learnbrief.corpus.document import Mode, Passage

NOTES: tuple[str, ...] = (
    "She only covers {Ash}. The trolley on {Ash Ward} is checked at ten.",
    "The trolley on {Elm Ward} is checked at ten. {Elm} has the spare.",
    "So we picked Bay C, which is six beds, and Bay C stayed.",
    "Bay B asked when it was their turn. Bay A had not heard of it.",
    "Patient told at ten that they can go. Nothing happens until two.",
    "Patient waits in the chair. Nurse looks for the form.",
    "Patient transport is booked for four.",
    "Patient story read out, then tea.",
    "Owner of the barrier\nby Easter",
    "Letter to the board\nby Christmas",
    "It was a bad month, Easter, and then norovirus.",
    "It was the week of Christmas, and half of us were off.",
    "Missed calls into a job plan\nChristmas",
    "Pilot on two wards\nMay",
    "Four decisions delegated\nMay\nthe committee",
    "Script for the phones\nJune\nthe booking office",
    "In Febuary you would have heard a pin drop.",
    "In Septemeber the form changed again.",
    "Forteen things, six names.",
    "Fourty people came and the plugs worked.",
    "She trained in Gdańsk and Leipzig before she came.",
    "He trained in Kraków and Porto before he came.",
    "{High Fell Hospital} joined on the screen; {High Fell} could see it.",
    "{Low Weir Hospital} joined on the screen. {Low Weir} could not write on it.",
    "On {Larch Ward} we timed twelve patients.",
    "At {Gorse Ward} we counted eleven letters.",
    "Present: the ward clerk, two porters. Apologies: none received",
    "Present: three teams. Apologies: the booking office",
    "Mine wanted a cost per bed.",
    "Mine asked for the figures by Friday.",
    "Kit again: the trolley came without wheels.",
    "Kit for the new clinic is in the store.",
    "Doctor said yes, and nobody wrote it down.",
    "Doctor asked for the chart.",
    "Sister in charge rang the bed manager.",
    "Matron on call rang twice.",
    "Wing B has no sink, and Lane 2 is closed.",
    "Level 3 has no sink, and Theatre 2 is closed.",
    "Room: Teal. Time: two o'clock.",
    "Room: Amber. Time: half past nine.",
    "Met in the Robin Room, upstairs.",
    "Met in the Heather Suite, downstairs.",
    "Red bags for linen, Blue bags for waste.",
    "Green cards for visitors, Amber cards for staff.",
    "Ask first. Wait for the answer.",
    "Try it once. Mark the chart.",
    "What worked\nTrust between the teams\nTime to talk",
    "What helped\nHope that it lasts\nPride in the ward",
    "Question for the board: who decides?",
    "Problem for the team: who has the key?",
    "Winter plan, version four",
    "Summer rota, second draft",
    "Home by Christmas was the slogan.",
    "Back by Easter was the plan.",
    "The Sunday list is longer than the Friday list.",
    "The Monday list is shorter than the Sunday list.",
    "Major incident plan: nobody could find it.",
    "Junior doctors: nobody had asked them.",
    "Van parked across the ambulance bay again.",
    "Cab across the ambulance bay again.",
    "Consultant said no; Pharmacist said yes.",
    "Registrar said no; Dietitian said yes.",
    "Carer rang at nine. Daughter had the keys.",
    "Relative rang at eight. Son had the bag.",
    "Chair thanked everyone for coming.",
    "Coach thanked the group and closed.",
    "Next steps: Fern Clinic to reopen on Tuesdays.",
    "Next steps: Rowan Clinic to move on Mondays.",
    "Thoughts on the day: Good. Long. Cold.",
    "One word each: Tired. Happy. Proud.",
)


def must_stay_sheets(half: str) -> Iterator[Sheet]:
    """One sheet per line of a half; wards and hospitals in it are organisations."""
    for line in NOTES[half == "report" :: 2]:
        sheet, start = Sheet((), ()), 0
        for at, part in enumerate(line.replace("{", "\0{").replace("}", "\0").split("\0")):
            named = at > 0 and part.startswith("{")
            text, start = part.removeprefix("{"), len(sheet.text)
            if named:
                sheet.gold.append(Gold(start, start + len(text), "organisation", None, "ward", registered=False))
            sheet.text += text
        sheet.passages.append(Passage(0, len(sheet.text), "paragraph", Mode.VERBATIM))
        sheet.stays.append((0, len(sheet.text)))
        sheet.text += "\n"
        yield sheet
