"""Questionnaires laid out as paragraphs: what is asked is nobody's statement, in whatever file it stands."""

import docx
import pytest

from learnbrief.corpus.document import Kind
from learnbrief.corpus.readers import How, read
from tests.corpus.samples import check, saved, shown

ASKED = (
    "What went well on your ward since we last met?",
    "What would you do differently next time?",
    "Is there anything else you would like to tell us?",
)
ANSWERED = (
    "The porters came to the round and it changed what we knew about beds.",
    "I would ask the pharmacist first, because her letters decide.",
    "The weekend has no lead and we all know it.",
)
TOLD = How(kind=Kind.OTHER)


@pytest.mark.parametrize("number", ["Q{}. ", "Q{}: ", "{}. ", "Question {}: ", "{}) ", "Q.{} "])
@pytest.mark.parametrize("suffix", [".docx", ".txt"])
def test_questions_that_count_up_are_no_evidence(tmp_path, number, suffix):
    """'What would you do differently next time?' was a statement of the ward's."""
    lines = [
        part
        for n, pair in enumerate(zip(ASKED, ANSWERED, strict=True), 1)
        for part in (number.format(n) + pair[0], pair[1])
    ]
    path = tmp_path / f"form{suffix}"
    if suffix == ".docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(path)
    else:
        saved(tmp_path, path.name, "\n\n".join(lines))

    reading = read(path, TOLD)

    check(reading)
    said = [one for layout in ("paragraph", "bullet", "turn") for one in shown(reading, layout)]
    assert said == list(ANSWERED)


def test_questions_that_people_raised_stay_theirs(tmp_path):
    """A list of questions without answers between them is what the table asked."""
    listed = "\n".join(f"{n}. {one}" for n, one in enumerate(ASKED, 1))

    reading = read(saved(tmp_path, "notes.txt", f"Table 3 asked:\n\n{listed}"), TOLD)

    assert shown(reading, "bullet") == list(ASKED)
