"""What stands in place of something hidden, in the exact forms in which we write it; any other bracket is somebody's words."""

import re

PEOPLE = r"\[(?:Person|Name) \d+(?: or \d+)*\]"
ORGANISATIONS = (
    r"\[(?:Trust|ICB|Health board|Hospital|Practice|Council|University|Care home|Ward|Place|Organisation)"
    r" (?:[A-Z]{1,3}|\d{1,4})\]"
)
DATES = r"\[(?:date|date of birth)\]"
NUMBERS = (
    r"\[(?:email|phone|postcode|address|vehicle|link|handle|meeting details"
    r"|(?:(?:NHS|NI|staff|record|licence|card|passport|bank|reference) )?number)\]"
)

PLACEHOLDER = re.compile("|".join((PEOPLE, ORGANISATIONS, DATES, NUMBERS)))
