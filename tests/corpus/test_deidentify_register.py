"""The register: who is known, under which pseudonym, in how many spellings."""

import random
import stat

import pytest

from learnbrief.corpus.deidentify import (
    Deidentifier,
    Keyfile,
    Register,
    parse_register,
    propose_participants,
    read_register,
)
from learnbrief.corpus.document import Participant
from learnbrief.corpus.errors import BadInput, BadRegister, StaleEdit

REGISTER = """name,variants,role,collaborative
Adaeze Okonwu,Ada,executive,harbour
Dr Priyanka Raghunandan,,clinician,harbour
Grace Adeyinka-Bright,,improvement lead,moorland
Will Pryce,,board,fenland
Siân O'Neale,,clinician,fenland
Jane Mary Threlkeld,JMT,facilitator,
"""


@pytest.fixture
def keyfile():
    return Keyfile(chooser=random.Random(7))


@pytest.fixture
def called(keyfile):
    """Who is called what, and the text of a sentence once they are."""
    register = parse_register(REGISTER, keyfile)
    names = {person.name.split()[-1]: f"[{person.pseudonym}]" for person in register.people}
    return names, Deidentifier(register, keyfile).words


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("We asked Adaeze Okonwu.", "Okonwu"),
        ("We asked adaeze okonwu.", "Okonwu"),
        ("We asked ADAEZE OKONWU.", "Okonwu"),
        ("We asked Okonwu, Adaeze.", "Okonwu"),
        ("We asked A. Okonwu.", "Okonwu"),
        ("We asked Adaeze O.", "Okonwu"),
        ("We asked Ada.", "Okonwu"),
        ("We asked Okonwu.", "Okonwu"),
        ("We asked Adaeze\nOkonwu.", "Okonwu"),
        ("We asked Adaeze Okonuw.", "Okonwu"),
        ("We asked Adeaze Okonwu.", "Okonwu"),
        ("We asked Okonwoo.", None),
        ("We asked adaeze.okonwu.", "Okonwu"),
        ("We asked aokonwu.", "Okonwu"),
        ("We asked Dr Raghunandan.", "Raghunandan"),
        ("We asked Raghunanden.", "Raghunandan"),
        ("We asked Sian O'Neale.", "O'Neale"),
        ("We asked Siân O’Neale.", "O'Neale"),
        ("We asked Sian Oneale.", "O'Neale"),
        ("We asked Grace Adeyinka Bright.", "Adeyinka-Bright"),
        ("We asked Adeyinka-Bright.", "Adeyinka-Bright"),
        ("We asked Grace.", "Adeyinka-Bright"),
        ("We asked J.M.T.", "Threlkeld"),
        ("We asked JMT.", "Threlkeld"),
    ],
)
def test_a_person_is_found_however_the_name_is_written(called, said, who):
    """Notes are typed in a hurry."""
    names, words = called

    if who:
        assert words(said).replace("]", "").rstrip(".") == f"We asked {names[who]}".replace("]", "")
    else:
        assert words(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Will we have the data in time?", True),
        ("Will said we would.", False),
        ("Thanks Will, that helps.", False),
        ("Grace period ends in May.", True),
        ("We will hope for grace.", True),
        ("It is a matter of pryce.", False),
        ("Ask for the AO.", True),
        ("The report (AO) is due.", False),
        ("The price of delay", True),
    ],
)
def test_a_name_that_is_also_a_word_is_told_by_its_context(called, said, kept):
    """Masking every 'will' would leave nothing to read; masking none would leave Will."""
    _, words = called

    assert (words(said) == said) is kept


def test_possessives_keep_their_ending(called):
    """'[Person 3]'s team' still reads."""
    names, words = called

    assert words("Adaeze's team and Okonwu’s board") == f"{names['Okonwu']}'s team and {names['Okonwu']}’s board"


def test_a_known_surname_with_another_first_name_is_somebody_else(called):
    """A husband or a namesake must not be counted as the participant."""
    names, words = called

    said = words("We asked Tomasz Okonwu.")
    assert "Okonwu" not in said
    assert "Tomasz" not in said
    assert names["Okonwu"] not in said


def test_two_of_one_name_stay_undecided_unless_the_text_tells(keyfile):
    """'Sarah' alone may be either; it is masked all the same."""
    register = parse_register("name\nSarah Quill\nSarah Moxon\n", keyfile)
    one, two = (person.pseudonym for person in register.people)
    words = Deidentifier(register, keyfile).words

    assert words("Sarah came.") in {
        f"[{one} or {two.removeprefix('Person ')}] came.",
        f"[{two} or {one.removeprefix('Person ')}] came.",
    }
    assert words("Sarah Quill spoke. Sarah came.") == f"[{one}] spoke. [{one}] came."


def test_pseudonyms_do_not_follow_the_register():
    """A list in alphabetical order must not hand out Person 1, 2, 3."""
    rows = "name\n" + "\n".join(f"Zq{letter}x Vunt{letter}" for letter in "abcdefghijkl")
    numbers = [int(person.pseudonym.split()[1]) for person in parse_register(rows, Keyfile()).people]

    assert len(set(numbers)) == len(numbers)
    assert numbers != sorted(numbers)


def test_whoever_had_a_pseudonym_keeps_it(tmp_path):
    """New people, another order, a married name listed as a variant: old numbers stay."""
    path, register = tmp_path / "restricted" / "key.json", tmp_path / "participants.csv"
    register.write_text("name,variants\nAdaeze Okonwu,\nWill Pryce,\n", encoding="utf-8")
    before = {person.name: person.pseudonym for person in read_register(register, Keyfile(path)).people}
    register.write_text("name,variants\nNew Body,\nWill Pryce,\nAdaeze Threlkeld,Adaeze Okonwu\n", encoding="utf-8")
    after = {person.name: person.pseudonym for person in read_register(register, Keyfile(path)).people}

    assert after["Will Pryce"] == before["Will Pryce"]
    assert after["Adaeze Threlkeld"] == before["Adaeze Okonwu"]
    assert after["New Body"] not in before.values()


def test_the_key_is_for_its_owner_alone(tmp_path):
    """Whoever can list the folder can link every pseudonym."""
    path = tmp_path / "restricted" / "key.json"
    parse_register(REGISTER, Keyfile(path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["key.json"]


def test_a_damaged_key_is_refused_and_not_shown(tmp_path):
    """Giving new pseudonyms instead would split every voice in two."""
    path = tmp_path / "key.json"
    path.write_text('{"given": {"Person": {"adaeze okonwu"', encoding="utf-8")

    with pytest.raises(BadInput, match="damaged; restore") as caught:
        Keyfile(path)
    assert "okonwu" not in str(caught.value)


def test_two_runs_at_once_lose_no_pseudonym(tmp_path):
    """The app and the worker may both have the key open."""
    path = tmp_path / "restricted" / "key.json"
    one, other = Keyfile(path, chooser=random.Random(1)), Keyfile(path, chooser=random.Random(2))
    given = {one.pseudonym("Person", "ada"), other.pseudonym("Person", "bea")}
    one.save()
    other.save()

    again = Keyfile(path)
    assert {again.known("Person", "ada"), again.known("Person", "bea")} == given


def test_two_runs_that_drew_the_same_pseudonym_are_stopped(tmp_path):
    """Two people under one pseudonym would be counted as one voice."""
    path = tmp_path / "restricted" / "key.json"
    one, other = Keyfile(path, chooser=random.Random(1)), Keyfile(path, chooser=random.Random(1))
    one.pseudonym("Person", "ada")
    other.pseudonym("Person", "bea")
    one.save()

    with pytest.raises(StaleEdit, match="run it again"):
        other.save()


def test_what_is_stored_of_a_register_holds_no_name(keyfile):
    """The public half: pseudonym, role, collaborative."""
    register = parse_register(REGISTER, keyfile)

    assert Participant(register.people[0].pseudonym, "executive", "harbour") in register.participants
    assert "Okonwu" not in repr(register)
    assert "okonwu" not in repr(keyfile)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; its first line must be name,variants,role,collaborative"),
        ("person,role\nA B,x", "line 1: lacks a proper header"),
        ("name,email\nA B,x", "line 1: has no place for a column 'email'"),
        ("name,role\n,clinician", "line 2: has no name; give one or delete the line"),
        ("name,role\nA B,x,y,z", "line 2: has 4 cells for 2 columns"),
        ("name,role\nJo Bly,x\nJo  bly,y", "lines 2 and 3: hold the same name"),
        ('name,role\n"Jo Bly,x', "line 2: is not CSV"),
        ("name,collaborative\nJo Bly,nowhere", "line 2: collaborative 'nowhere' is none of harbour, fenland"),
        ("name,variants\nJo Bly,J; 7", "line 2: has a variant without letters"),
    ],
)
def test_a_bad_register_is_told_by_line_and_never_by_name(text, message, keyfile):
    """The message may be logged; the name may not."""
    with pytest.raises(BadRegister) as caught:
        parse_register(text, keyfile, collaboratives={"harbour": "Harbour", "fenland": "Fenland"})

    assert message in str(caught.value)
    assert "Bly" not in str(caught.value)


def test_a_register_may_name_collaboratives_in_full(keyfile):
    """People paste what their lists say."""
    register = parse_register(
        "name,collaborative\nJo Bly,Harbour Acute", keyfile, collaboratives={"harbour": "Harbour Acute"}
    )

    assert register.people[0].collaborative == "harbour"


@pytest.mark.parametrize("cell", ["none", "None", "-", "n/a", ""])
def test_somebody_of_no_collaborative_may_be_written_as_such(cell, keyfile):
    """Programme staff belong to none; a sheet that says so is no mistake, and must not stop a whole run."""
    register = parse_register(f"name,collaborative\nJo Bly,{cell}", keyfile, collaboratives={"harbour": "Harbour"})

    assert register.people[0].collaborative is None


def test_an_unreadable_register_names_the_file(tmp_path, keyfile):
    """One line, with the remedy."""
    with pytest.raises(BadRegister, match=r"participants\.csv: cannot be read"):
        read_register(tmp_path / "participants.csv", keyfile)
    (tmp_path / "latin.csv").write_bytes("name\nJosé Páez".encode("latin-1"))
    with pytest.raises(BadRegister, match=r"latin\.csv: is not UTF-8"):
        read_register(tmp_path / "latin.csv", keyfile)


def test_speaker_labels_propose_a_register_to_confirm():
    """Nobody should have to type the names that a transcript already gives."""
    labels = [
        "Adaeze Okonwu",
        "adaeze okonwu (Trust)",
        "Facilitator",
        "Table 3 feedback",
        "Will Pryce | Board",
        "Speaker 2",
    ]

    rows = propose_participants(labels, known=["Will Pryce"])
    assert [(row["name"], row["variants"]) for row in rows] == [("Adaeze Okonwu", "adaeze okonwu")]


def test_an_empty_register_protects_nobody_and_says_so():
    """Empty is an answer."""
    assert Register().participants == ()


OWN_COLUMNS = """name,role,collaborative,Group: Profession
Adaeze Okonwu,executive,harbour,Nurse
Priyanka Raghunandan,clinician,harbour,nurse
Will Pryce,board,fenland,only actuary here
Grace Adeyinka,clinician,fenland,
"""


def test_columns_of_the_programme_s_own_are_kept_where_enough_people_share_what_they_say(keyfile):
    """Themes are told by any column of the register; what one person alone is would tell who they are, and is not stored."""
    register = parse_register(OWN_COLUMNS, keyfile)
    first, second, *_ = [person.pseudonym for person in register.people]

    assert register.shared_groups(2) == {"profession": {first: "Nurse", second: "Nurse"}}
    assert register.shared_groups(3) == {"profession": {}}


def test_a_column_that_is_misspelt_is_still_refused(keyfile):
    """'varients' taken as a column of one's own would leave every variant of a name in the texts."""
    with pytest.raises(BadRegister, match=r"has no place for a column 'varients'.*'group: profession' and the like"):
        parse_register("name,varients\nAdaeze Okonwu,Ada\n", keyfile)
    with pytest.raises(BadRegister, match="'group:'"):
        parse_register("name,group:\nAdaeze Okonwu,Ada\n", keyfile)
