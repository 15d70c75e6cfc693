"""A whole source goes in with names and comes out without, in its text, speakers, title and file name."""

import random
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Originals, Register, default_flagger, parse_register
from learnbrief.corpus.deidentify.entities import EntityRecogniser
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.document import Passage, SourceText
from learnbrief.corpus.errors import ModelUnavailable, NotFound

REGISTER = "name,variants,role,collaborative\nAdaeze Okonwu,,executive,harbour\nWill Pryce,,board,fenland\n"


def deidentifier(*, flagger=None, register=REGISTER, keep=()):
    keyfile = Keyfile(chooser=random.Random(3))
    known = parse_register(register, keyfile) if register else Register()
    return Deidentifier(known, keyfile, keep=keep, flagger=flagger)


def transcript(*turns):
    text, passages = "", []
    for speaker, said in turns:
        start = len(text)
        text += f"{speaker}: {said}\n"
        passages += [
            Passage(start, start + len(speaker) + 1, "label", speaker=speaker),
            Passage(start + len(speaker) + 2, len(text) - 1, "turn", speaker=speaker),
        ]
    return SourceText(text, tuple(passages))


def test_speakers_become_pseudonyms_in_labels_and_brackets_in_talk():
    """'Person 3' speaks; '[Person 3]' is spoken of."""
    source = transcript(
        ("Adaeze Okonwu", "Over to Will."), ("Will Pryce (board)", "Thank you, Adaeze."), ("Facilitator", "Good.")
    )
    made = deidentifier().document(source)
    ada, will = made.source.passages[0].speaker, made.source.passages[2].speaker

    assert ada != will
    assert made.source.text == f"{ada}: Over to [{will}].\n{will} (board): Thank you, [{ada}].\nFacilitator: Good.\n"
    assert [passage.speaker for passage in made.source.passages] == [ada, ada, will, will, "Facilitator", "Facilitator"]


def test_a_speaker_nobody_registered_is_a_name_all_the_same():
    """A label is a name for certain; the talk that mentions it is searched for it too."""
    made = deidentifier().document(
        transcript(("Qendresa Hoti", "Hello."), ("Will Pryce", "Hello Qendresa. Dr Hoti, please."))
    )

    assert "Qendresa" not in made.source.text
    assert "Hoti" not in made.source.text
    assert {mark.status for mark in made.marks} == {"replaced"}


def test_a_speaker_whose_name_is_an_ordinary_word_is_still_a_person():
    """Handles often are; the word itself stays elsewhere."""
    made = deidentifier().document(transcript(("Pebble", "A pebble in the shoe."), ("Will Pryce", "Yes.")))

    assert made.source.text.startswith("Person ")
    assert "A pebble in the shoe." in made.source.text
    assert deidentifier().speaker("Next steps") == "Next steps"


def test_a_label_that_only_says_in_what_part_stays():
    """Tables and facilitators are voices of their own."""
    words = deidentifier()

    assert [words.speaker(label) for label in ("Table 3 feedback", "Facilitator", "Speaker 2", "P4")] == [
        "Table 3 feedback", "Facilitator", "Speaker 2", "P4",
    ]  # fmt: skip


def test_title_and_file_name_are_de_identified():
    """'Okonwu_Adaeze_reflection.docx' would undo everything else."""
    made = deidentifier().document(
        SourceText("Nothing.", ()), title="Reflection of Adaeze Okonwu", origin="Okonwu_Adaeze_reflection.docx"
    )

    assert "konwu" not in made.title + made.origin
    assert made.origin.endswith("_reflection.docx")


@pytest.mark.parametrize("title", ["Colin_Whitlock", "Guanting Cheung", "Guanting_Cheung", "Notes of Colin_Whitlock"])
def test_a_title_taken_from_a_file_name_holds_no_name(title):
    """A file without a title of its own is called after its name, and that stands at the head of the brief."""
    made = deidentifier(flagger=Suspicion()).document(SourceText("", ()), title=title, origin=f"{title}.txt")

    assert not {"Colin", "Whitlock", "Guanting", "Cheung"} & set(
        re.findall(r"[A-Za-z]+", f"{made.title} {made.origin}".replace("_", " "))
    )


def test_a_file_named_after_somebody_unknown_is_de_identified_too():
    """Underscores do not make a name a code."""
    made = deidentifier(flagger=Suspicion()).document(SourceText("", ()), origin="Jakub_Wronalski_notes.v2.docx")

    assert "Wronalski" not in made.origin
    assert made.origin.endswith("_notes.v2.docx")


def test_originals_are_kept_apart_and_hidden():
    """Whoever prints a result for a log must not print a name."""
    made = deidentifier().document(SourceText("We asked Adaeze and rang 07700 900142.", ()))

    assert made.originals == ("Adaeze", "07700 900142")
    assert "Adaeze" not in repr(made)
    assert [made.source.text[start:end] for start, end, _ in made.kept] == [mark.replacement for mark in made.marks]


def test_originals_can_be_looked_up_by_place_and_removed(tmp_path):
    """For the person who decides, and for nobody once the document is withdrawn."""
    originals = Originals(tmp_path / "restricted" / "originals")
    originals.put("d-1", 1, [(9, 19, "Adaeze")])

    assert originals.at("d-1", 1, 9, 19) == "Adaeze"
    originals.remove("d-1")
    with pytest.raises(NotFound):
        originals.at("d-1", 1, 9, 19)


def test_names_to_keep_stand():
    """The programme and its collaboratives are what the brief is about."""
    words = deidentifier(flagger=Suspicion(), keep=["Brackwater Hospital Collaborative"]).words

    assert words("At Brackwater Hospital Collaborative.") == "At Brackwater Hospital Collaborative."
    assert words("What Brackwater did.") == "What Brackwater did."
    assert "Quenby" in deidentifier(flagger=Suspicion(), keep=["Quenby Alliance"]).words("At Quenby they met.")


def test_the_programme_stands_without_the_remark_in_brackets_that_only_its_settings_bear():
    """Nobody says '(pilot)' aloud, and a programme whose own name reads 'Hope for [Person 4]' is not told of truly."""
    words = deidentifier(flagger=Suspicion(), keep=["Hope for Margaret (pilot)"]).words

    assert words("Welcome to Hope for Margaret, said Margaret.").startswith(
        "Welcome to Hope for Margaret, said [Person "
    )
    assert "Brackwater" not in words("At Brackwater Hospital.")


def test_organisations_keep_one_pseudonym_under_all_their_names():
    """In this source and, for a short form, in the next."""
    one = deidentifier()
    source = "Staff of Saltmarsh Teaching Hospitals NHS Foundation Trust (STHT) came; Saltmarsh is far. STHT paid."
    first = one.document(SourceText(source, ())).source.text
    letter = first.split("[")[1].split("]")[0]

    assert first == f"Staff of [{letter}] ([{letter}]) came; [{letter}] is far. [{letter}] paid."
    assert one.words("We went to Saltmarsh.") == f"We went to [{letter}]."


@pytest.mark.parametrize(
    "text",
    [
        "Building Trust takes time. The Trust Board and our ICB met NHS England and the Health Foundation.",
        "PDSA cycles in SystmOne and Datix; a Gemba walk; NHS IMPACT; the Model for Improvement.",
        "Metformin, Sertraline and Apixaban were reviewed in March, April and May.",
        "Flipcharts, Coproduction and Wellbeing. Webinar feedback. Huddles at 9.",
        "He said so. She felt heard. They'll come, and There'd be soup. You asked.",
        "People from Bradford, Leeds and Cornwall. In August we met on a Sunday.",
        "Hope is not a plan. Mark the change. Will it last? May we start? Grace and patience.",
    ],
)
def test_what_looks_like_a_name_and_is_none_stays(text):
    """Masking improvement words would spoil the very thing that is studied."""
    assert deidentifier(register=None, flagger=Suspicion()).words(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "Dr Raghunandan", "Mrs Hill", "Siobhán", "Gethin Prydwen", "Chukwuemeka Nwachukwu-Obi", "Nana Ama Sarpong", "Wang Xiuying",
        "Bogusława Wrzesińska", "Ahmed al-Rashidi", "Shanice Braithwaite-Cole", "Parveen Begum", "Tonmoy Barua", "Jaskirat",
        "McAllister-Wynne", "Okonwuchi", "Thandeka",
    ],
)  # fmt: skip
def test_names_of_every_origin_are_suspected_alike(name):
    """An equity programme must not protect some better than others."""
    assert name.split()[-1] not in deidentifier(register=None, flagger=Suspicion()).words(
        f"Then we asked {name} about the ward."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Grace said no.",
        "Thanks Will, that helps.",
        "Hello April!",
        "Nurse Hill came.",
        "Grace Adeyinka came.",
        "Present: Rose Bly, T Moxon",
    ],
)
def test_a_name_that_is_also_a_word_is_suspected_where_a_person_is_meant(text):
    """Speaking, being addressed, standing beside a name, being listed as present."""
    assert "[Person" in deidentifier(register=None, flagger=Suspicion()).words(text)


def test_what_is_suspected_is_masked_until_somebody_decides():
    """The draft shows a warning; nobody is exposed meanwhile."""
    made = deidentifier(flagger=Suspicion()).document(SourceText("Then Qendresa came.", ()))

    assert [(mark.status, mark.type) for mark in made.marks] == [("flagged", "name")]
    assert "Qendresa" not in made.source.text


def test_placeholders_of_earlier_hands_stay():
    """Material often comes half redacted."""
    text = "Thanks to [name redacted] and [Person 3] and XXX."

    assert deidentifier(flagger=Suspicion()).words(text) == text


def test_the_language_model_sees_names_and_brings_no_torch():
    """Seconds of import and hundreds of megabytes for nothing we use; in a process of its own, to see."""
    code = (
        "import sys; from learnbrief.corpus.deidentify import default_flagger; found = default_flagger()('we met sarah jenkins today');"
        "print([(s.start, s.end, s.rule) for s in found][0], 'torch' in sys.modules, 'transformers' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "(7, 20, 'named entity') False False"


def test_the_language_model_is_loaded_once():
    """Files are taken in by the handful, each handful with recognisers of its own: loading it each time took seconds."""
    assert EntityRecogniser()._analyzer is EntityRecogniser()._analyzer


def test_a_missing_model_stops_the_work():
    """Presidio would download one; going on without would expose people."""
    with pytest.raises(ModelUnavailable, match="is not installed"):
        EntityRecogniser("en_core_web_nowhere")("Adaeze came.")


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_at_all_keeps_its_passages_and_repeats_itself(text):
    """Emoji, right-to-left, control characters: offsets hold and the same text gives the same result."""
    source = SourceText(text, (Passage(0, len(text)),))
    worker = deidentifier(flagger=Suspicion())
    one, two = worker.document(source), worker.document(source)

    assert one == two
    assert [one.source.text[mark.start : mark.end] for mark in one.marks] == [mark.replacement for mark in one.marks]
    assert one.source.slice(one.source.passages[0]) == one.source.text


def test_the_default_flagger_is_ready_to_use():
    """It loads its model only when asked."""
    assert callable(default_flagger())
