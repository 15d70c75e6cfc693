"""What a person hid in one version of a text is found again in the next."""

from learnbrief.corpus.deidentify import Deidentified, Mark
from learnbrief.corpus.deidentify.hidden_before import HiddenWords, hidden_again
from learnbrief.corpus.document import SourceText


def cleaned(text, *marks):
    """A text as it comes from the rules; each mark is (placeholder, what it hides, status)."""
    made = [
        (Mark(at := text.index(shown), at + len(shown), "person", "named entity", shown, status), words)
        for shown, words, status in marks
    ]
    return Deidentified(
        SourceText(text, ()), "", "", tuple(mark for mark, _ in made), tuple(words for _, words in made)
    )


def hidden(text, placeholder, words, *, status="added"):
    at = text.index(placeholder)
    return HiddenWords(at, at + len(placeholder), placeholder, "detail", "added by a person", status, words)


def test_words_that_were_gone_through_other_placeholders_are_hidden_with_them():
    """What was hidden held a pseudonym; the same stretch holds it again, and both are one mark."""
    before = "Then [a colleague] rang."
    again = cleaned("Today, then the nurse of [Person 3] rang.", ("[Person 3]", "Ada", "replaced"))
    made = hidden_again(again, before, [hidden(before, "[a colleague]", "the nurse of [Person 3]")])

    assert made.source.text == "Today, then [a colleague] rang."
    assert made.kept == [(12, 25, "the nurse of [Person 3]")]


def test_a_number_that_was_hidden_is_no_number_within_a_placeholder():
    """A placeholder with a hole would be nobody's any more."""
    before = "Bed [number] was free, as [Person 3] said."
    again = cleaned("Bed 3 was free, as [Person 3] said at once.", ("[Person 3]", "Ada", "replaced"))
    made = hidden_again(again, before, [hidden(before, "[number]", "3")])

    assert made.source.text == "Bed [number] was free, as [Person 3] said at once."
    assert [mark.replacement for mark in made.marks] == ["[number]", "[Person 3]"]
    assert [made.source.text[mark.start : mark.end] for mark in made.marks] == ["[number]", "[Person 3]"]


def test_lines_may_break_otherwise_within_what_was_hidden():
    """A file that is saved by another program is wrapped at another column."""
    before = "We asked [detail] first."
    made = hidden_again(
        cleaned("We asked the lady\nwith the harp first."),
        before,
        [hidden(before, "[detail]", "the lady with the harp")],
    )

    assert made.source.text == "We asked [detail] first."


def test_a_part_of_a_word_that_was_hidden_is_hidden_within_the_word():
    """People mark what they see: half of a written-together name is one of those things."""
    before = "The file [detail]plan was late."
    made = hidden_again(cleaned("Now the file oakleyplan was late."), before, [hidden(before, "[detail]", "oakley")])

    assert made.source.text == "Now the file [detail]plan was late."


def test_a_flag_that_was_kept_hidden_waits_for_nobody_again():
    """The same words under the same name were decided on; others still wait."""
    before = "[Name 1] rang."
    again = cleaned("[Name 1] rang [Name 2].", ("[Name 1]", "Fern", "flagged"), ("[Name 2]", "Moss", "flagged"))
    made = hidden_again(again, before, [hidden(before, "[Name 1]", "Fern", status="confirmed")])

    assert [mark.status for mark in made.marks] == ["confirmed", "flagged"]


def test_what_was_kept_hidden_is_hidden_even_where_no_rule_finds_it_now():
    """Rules and models change, and so do the words around a name; a person's word does not."""
    before = "[Name 1] rang."
    made = hidden_again(cleaned("Later Fern rang."), before, [hidden(before, "[Name 1]", "Fern", status="confirmed")])

    assert made.source.text == "Later [Name 1] rang."
    assert [mark.status for mark in made.marks] == ["confirmed"]  # or the version after next would show it
