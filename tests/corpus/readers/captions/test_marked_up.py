"""Transcripts in XML: ELAN's tiers and the captions of Stream and broadcasters."""

import pytest

from learnbrief.corpus.errors import HostileFile, UnreadableSource
from tests.corpus.dialogue import AT, BY, NAMES, SAID
from tests.corpus.samples import check, read_from, shown

TURNS = list(zip(BY, AT, [*AT[1:], AT[-1] + 6], SAID, strict=True))


def eaf(*tiers: str) -> str:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="{w}{n}" TIME_VALUE="{1000 * at}"/>' for n, (_, b, e, _) in enumerate(TURNS) for w, at in (("b", b), ("e", e)))  # fmt: skip
    return f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{"".join(tiers)}</ANNOTATION_DOCUMENT>'


def tier(who: int, *, key: str, person: str = "") -> str:
    said = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="b{n}" TIME_SLOT_REF2="e{n}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for n, (by, _, _, words) in enumerate(TURNS)
        if by == who
    )
    return f'<TIER TIER_ID="{key}" PARTICIPANT="{person}">{said}</TIER>'


def resting(key: str, above: str, words: dict[int, str]) -> str:
    said = "".join(
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{key}{n}" ANNOTATION_REF="a{n}"><ANNOTATION_VALUE>{one}</ANNOTATION_VALUE>'
        "</REF_ANNOTATION></ANNOTATION>"
        for n, one in words.items()
    )
    return f'<TIER TIER_ID="{key}" PARENT_REF="{above}">{said}</TIER>'


def test_elans_tiers_are_speakers_read_together_by_time(tmp_path):
    """Tier by tier, every answer would stand pages away from its question."""
    tiers = (tier(0, key="INT", person=NAMES[0]), tier(1, key=NAMES[1]), tier(2, key=NAMES[2]))

    reading = read_from(tmp_path, "talk.eaf", eaf(*tiers))

    check(reading)
    spoken = [one for one in reading.source.passages if one.layout == "turn"]
    assert [one.speaker for one in spoken] == [NAMES[who] for who in BY]
    assert [one.at for one in spoken] == list(AT)
    assert shown(reading, "turn") == list(SAID)
    assert reading.read_as == "tiers of ELAN, 3 of them"


def test_a_tier_that_comments_on_another_is_no_speaker(tmp_path):
    """A translation and a gloss would say everything twice, under a voice that is nobody's."""
    comment = resting("gloss", "INT", {0: "question about the start"})

    reading = read_from(tmp_path, "talk.eaf", eaf(tier(0, key="INT"), comment))

    check(reading)
    assert reading.speakers == ("INT",)
    assert shown(reading, "note") == ["question about the start"]
    assert "talk.eaf: tiers that comment on others are notes and no evidence: 'gloss'" in reading.warnings


def test_where_the_upper_tier_only_numbers_the_words_stand_below_it(tmp_path):
    """Toolbox and FLEx number utterances on the upper tier; read as speech it is a list of numbers."""
    numbers = tier(0, key="ref")
    for _, _, _, words in TURNS:
        numbers = numbers.replace(f">{words}<", ">talk_001<")
    words = {n: words for n, (by, _, _, words) in enumerate(TURNS) if by == 0}

    reading = read_from(tmp_path, "talk.eaf", eaf(numbers, resting("tx", "ref", words)))

    spoken = [one for one in reading.source.passages if one.layout == "turn"]
    assert [reading.source.slice(one) for one in spoken] == list(words.values())
    assert [one.at for one in spoken] == [AT[n] for n in words]


def ttml(body: str, head: str = "", about: str = "") -> str:
    spaces = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
    return f"<tt {spaces} {about}><head>{head}</head><body><div>{body}</div></body></tt>"


@pytest.mark.parametrize("suffix", ["ttml", "dfxp"])
@pytest.mark.parametrize(
    ("clock", "about"),
    [("00:00:{:02d}.000", ""), ("{}s", ""), ("{}000ms", ""), ("{}00t", 'ttp:tickRate="100"'), ("{}f", 'ttp:frameRate="1"')],
)  # fmt: skip
def test_ttml_of_any_maker_keeps_times_and_speakers(tmp_path, suffix, clock, about):
    """Stream, broadcasters and subtitle editors each write times in their own units."""
    agents = "".join(f'<ttm:agent xml:id="p{n}" type="person"><ttm:name>{name}</ttm:name></ttm:agent>' for n, name in enumerate(NAMES))  # fmt: skip
    told = [turn for turn in TURNS if turn[2] < 60]
    body = "".join(f'<p begin="{clock.format(at)}" end="{clock.format(end)}" ttm:agent="p{who}">{words.replace(", ", ",<br/>")}</p>' for who, at, end, words in told)  # fmt: skip

    reading = read_from(tmp_path, f"talk.{suffix}", ttml(body, f"<metadata>{agents}</metadata>", about))

    check(reading)
    spoken = [one for one in reading.source.passages if one.layout == "turn"]
    assert [one.speaker for one in spoken] == [NAMES[who] for who, *_ in told]
    assert [one.at for one in spoken] == [at for _, at, _, _ in told]
    assert shown(reading, "turn") == [words for *_, words in told]


def test_ttml_with_names_in_its_words_reads_as_other_captions_do(tmp_path):
    """Whoever has no agents in the file writes the name before the words."""
    body = "".join(f'<p begin="00:00:{n:02d}" dur="1s">{NAMES[who]}: {words} &amp; so on</p>' for n, (who, _, _, words) in enumerate(TURNS))  # fmt: skip

    reading = read_from(tmp_path, "talk.ttml", ttml(body))

    check(reading)
    assert reading.speakers == NAMES
    assert shown(reading, "turn")[0] == f"{SAID[0]} & so on"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.eaf", "<tt/>", "a.eaf: is XML of another kind; open it in ELAN and save it again as .eaf"),
        ("a.eaf", "<ANNOTATION_DOCUMENT/>", "a.eaf: no tier holds words; give the .eaf with its transcript"),
        ("a.ttml", ttml(""), "a.ttml: holds no caption; export it again with captions switched on"),
        ("a.ttml", "<tt", "a.ttml: is damaged"),
    ],
)
def test_xml_that_is_no_transcript_is_named(tmp_path, name, content, told):
    """One line that says what to do instead."""
    with pytest.raises(UnreadableSource, match=told.replace("(", r"\(")):
        read_from(tmp_path, name, content)


def test_entities_in_a_transcript_are_refused(tmp_path):
    """Ten lines of them fill a computer's memory."""
    with pytest.raises(HostileFile, match="declares XML entities"):
        read_from(tmp_path, "a.eaf", '<!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT/>')
