"""Identifiers with a shape: what is masked for certain, what is flagged, what must stay."""

import pytest

from learnbrief.corpus.deidentify.rules import find_identifiers, nhs_checksum_holds


@pytest.mark.parametrize(
    ("text", "found", "kind", "certain"),
    [
        ("Write to ada.okonwu@example.org.", "ada.okonwu@example.org", "email", True),
        ("Write to o'neale+qi@trust.example.nhs.uk, please", "o'neale+qi@trust.example.nhs.uk", "email", True),
        ("it's jo dot bly at example dot org", "jo dot bly at example dot org", "email", False),
        ("Ring 07700 900142 before noon", "07700 900142", "phone", True),
        ("Ring 07700900142", "07700900142", "phone", True),
        ("Ring (020) 7946 0018", "(020) 7946 0018", "phone", True),
        ("Ring 01632 960 044", "01632 960 044", "phone", True),
        ("Ring +44 (0)7700 900142", "+44 (0)7700 900142", "phone", True),
        ("Ring 0044 7700 900142", "0044 7700 900142", "phone", True),
        ("07700 900388\n30 people came", "07700 900388", "phone", True),
        ("on bleep 2231 today", "2231", "phone", True),
        ("from abroad +353 85 012 3456", "+353 85 012 3456", "phone", True),
        ("NHS number 999 123 4567 was", "999 123 4567", "nhs number", True),
        ("NHS no: 9991234560", "9991234560", "nhs number", True),
        ("patient 999 412 0735 waited", "999 412 0735", "nhs number", True),
        ("reference 9994120735 waited", "9994120735", "nhs number", False),
        ("NI is AB 12 34 56 C", "AB 12 34 56 C", "ni number", True),
        ("NI is ab123456c", "ab123456c", "ni number", True),
        ("national insurance number QQ 12 34 56 C", "QQ 12 34 56 C", "ni number", True),
        ("lives in LS9 7TF now", "LS9 7TF", "postcode", True),
        ("lives in ec1a 1bb now", "ec1a 1bb", "postcode", True),
        ("lives in QX4 7QT now", "QX4 7QT", "postcode", False),
        ("lives at 12 Acacia Avenue", "12 Acacia Avenue", "address", True),
        ("lives at Flat 3, 12b Otter Bank Road", "Flat 3, 12b Otter Bank Road", "address", True),
        ("DOB: 03/04/1972", "03/04/1972", "date of birth", True),
        ("born on 3rd of April 1972", "3rd of April 1972", "date of birth", True),
        ("date of birth 1972-04-03", "1972-04-03", "date of birth", True),
        ("she was born in 1951", "1951", "date of birth", False),
        ("GMC 7999123", "7999123", "staff number", True),
        ("her NMC PIN is 99Z0123E", "99Z0123E", "staff number", True),
        ("payroll number 20481234", "20481234", "staff number", True),
        ("hospital number RX1234567", "RX1234567", "record number", True),
        ("my car, reg AB12 CDE, was", "AB12 CDE", "vehicle", True),
        ("see https://www.linkedin.com/in/jo-bly for", "https://www.linkedin.com/in/jo-bly", "link", True),
        ("see https://intranet.example.net/people/jo.bly.", "https://intranet.example.net/people/jo.bly", "link", True),
        ("join https://us02web.zoom.us/j/81234?pwd=x", "https://us02web.zoom.us/j/81234?pwd=x", "link", True),
        ("thanks @jo_bly for", "@jo_bly", "handle", True),
        ("card 4111 1111 1111 1111 used", "4111 1111 1111 1111", "card number", True),
    ],
)  # fmt: skip
def test_an_identifier_is_found_whole_and_as_sure_as_it_is(text, found, kind, certain):
    """What is certain is replaced; what only looks like one waits for a person."""
    edits = {
        text[edit.start : edit.end]: edit for edit in sorted(find_identifiers(text), key=lambda edit: edit.certain)
    }

    assert found in edits, edits
    assert (edits[found].type, edits[found].certain) == (kind, certain)


@pytest.mark.parametrize(
    "text",
    [
        "We met from 09.30 to 13.00 on 14 January 2025 in room 0123.",
        "Attendance rose from 1,204 to 2,310 (0.92, 95% CI 0.71-1.18).",
        "Budget of £1,200,000 over 2024-2025; 12 weeks; 3-4 times.",
        "PDSA 1, 2 and 3; Core20PLUS5; Section 136; A1 flipchart; M62; COVID-19; B12 levels.",
        "The reference is 9994120736 and the order 12345678.",
        "See https://www.england.nhs.uk/nhsimpact/ and page 12 of 30.",
        "Ratio 10:1, ISBN 978-0-00-000000-0, version 3.11.7, 192 beds",
        "BG123456C and GB 12 34 56 A are no such numbers.",
        "Ward 7 and Table 3; the 2nd of May; in 2025; 10 Downing men",
    ],
)
def test_numbers_and_dates_of_ordinary_notes_stay(text):
    """A brief without its figures is worth little."""
    assert find_identifiers(text) == []


@pytest.mark.parametrize(("digits", "holds"), [("9994120735", True), ("9994120736", False), ("9434765919", True)])
def test_the_check_digit_of_an_nhs_number(digits, holds):
    """Weights 10 to 2; eleven stands for nought, ten for never."""
    assert nhs_checksum_holds(digits) is holds
