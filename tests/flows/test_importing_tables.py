"""Tables of coding as other programs write them, and quotations that are shortened or almost there."""

import pytest

from learnbrief.corpus.errors import BadInput
from tests.flows.coded import NOTES, QUOTE, excerpt_with, said_of

WRITTEN = {
    "ATLAS.ti": (
        "ID,Document,Quotation Content,Codes,Comment,Created by",
        '1:0,1 {doc},"{quote}","leadership\nworkforce",,Sam',
    ),
    "Dedoose": (
        "Media Title,Excerpt Copy,Codes Applied Combined,Excerpt Creator",
        '{doc},"{quote}","leadership, workforce",Sam',
    ),
    "MAXQDA": (
        "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,Modified by",
        "*,,Notes,{doc},People > leadership,3,3,0,{quote},Sam\n*,,Notes,{doc},workforce,3,3,0,{quote},Sam",
    ),
    "NVivo": (
        "File,Code,Reference text,Coder",
        "{doc},Codes\\People\\leadership,{quote},Sam\n{doc},workforce,{quote},Sam",
    ),
    "QualCoder": (
        "Filename,Codename,Coded text,Coder,pos0,pos1",
        "{doc},leadership,{quote},Sam,0,9\n{doc},workforce,{quote},Sam,0,9",
    ),
    "Condens": ("Session,Highlight text,Tag names,Researcher", "{doc},{quote},leadership|workforce,Sam"),
    "Delve": ("Transcript,Snippet,Codes,Created By", '{doc},{quote},"leadership, workforce",Sam'),
    "Dovetail": ("Note title,Highlight,Tags,Highlighted by", '{doc},{quote},"leadership, workforce",Sam'),
    "Quirkos": (
        "Source Title,Quote,Quirk,Author",
        "{doc},{quote},leadership,Sam\n{doc},{quote},workforce,Sam",
    ),
    "RQDA": (
        "rid,cid,fid,codename,filename,index1,index2,CodingLength,coding,owner",
        "1,1,1,leadership,{doc},0,9,9,{quote},Sam\n2,2,1,workforce,{doc},0,9,9,{quote},Sam",
    ),
    "Transana": (
        "Collection,Transcript,Clip Text,Keywords,Coder",
        "x,{doc},{quote},People : leadership; People : workforce,Sam",
    ),
    "ATLAS.ti, another version": (
        "ID,Document,Quotation Name,Quotation Text Content,Codes,Density,Created by",
        '1:0,D 1: {doc},x,"{quote}","leadership\nworkforce",2,Sam',
    ),
    "ATLAS.ti in German": (
        "Zitat-ID;Dokument;Zitatinhalt;Kodes;Erstellt von",
        '1:0;{doc};"{quote}";"leadership\nworkforce";Sam',
    ),
    "Dedoose, a column per code": (
        "Media Title,Excerpt,Excerpt Creator,Code: leadership Applied,Code: leadership Weight,Code: workforce Applied,Code: equity Applied",
        "{doc},{quote},Sam,True,1,True,False",
    ),
    "MAXQDA in German, below a title": (
        "Codierte Segmente\n\nDokumentname;Code;Segment;Anfang;Ende;Bearbeitet von",
        "{doc};People\\leadership;{quote};3;3;Sam\n{doc};workforce;{quote};3;3;Sam",
    ),
    "NVivo, coded text": (
        "Hierarchical Name,Source,Coverage,Coded Text,Reference Number,User",
        "Codes\\\\People\\leadership,Files\\{doc},2.1%,{quote},1,Sam\nCodes\\\\workforce,Files\\{doc},2.1%,{quote},1,Sam",
    ),
    "QualCoder, a report": (
        "File,Coder,Coded,Id,Codename,Important,pos0,pos1",
        "{doc},Sam,{quote},1,leadership,0,4000,4050\n{doc},Sam,{quote},2,workforce,0,4000,4050",
    ),
    "Taguette, codes below codes": (
        "id,document,tag,content,coder",
        "1,{doc},people.leadership,<p>{quote}</p>,Sam\n1,{doc},people.workforce,<p>{quote}</p>,Sam",
    ),
    "a column per code": ("document,text,coder,leadership,workforce,equity", "{doc},{quote},Sam,1,x,0"),
}
"""Tables as other programs write them, with words of ours."""


@pytest.mark.parametrize("program", WRITTEN)
def test_a_table_of_another_program_is_understood(bring, tagged_store, program):
    """Whoever coded elsewhere should not have to rename columns first."""
    header, row = WRITTEN[program]

    done = bring(header, row.format(doc=NOTES, quote=QUOTE), coder="")

    assert (done.not_placed, done.unknown_themes) == ([], {})
    added = {
        (who, theme) for who, act, theme in said_of(tagged_store, excerpt_with(tagged_store, QUOTE)) if act == "add"
    }
    assert added == {("Sam", "leadership"), ("Sam", "workforce")}


def test_taguettes_highlights_are_understood(bring, tagged_store):
    """It names no coder: the person who brings them in says who that was."""
    done = bring("id,document,tag,content", f"1,{NOTES},leadership,{QUOTE}", coder="Robin")

    assert done.placed == 1
    assert ("Robin", "add", "leadership") in said_of(tagged_store, excerpt_with(tagged_store, QUOTE))


def test_our_own_wide_table_comes_back_without_what_nobody_checked(bring, tagged_store):
    """A suggestion of the machine must not come back as a person's coding."""
    excerpt = excerpt_with(tagged_store, QUOTE)
    done = bring(
        "document,excerpt,start,end,version,text,tags_held,tags_checked,coders,theme_leadership,theme_shared_purpose",
        f"{excerpt.document_id},{excerpt.excerpt_id},{excerpt.start},{excerpt.end},{excerpt.version},{QUOTE},1,1,Sam,1,0",
        f"{excerpt.document_id},{excerpt.excerpt_id},{excerpt.start},{excerpt.end},{excerpt.version},{QUOTE},2,1,Ada,1,1",
        coder="",
    )

    assert (set(done.by_coder), done.by_machine) == ({"Sam"}, 1)


@pytest.mark.parametrize(
    "quote",
    [
        "Improvement time is the first thing [...] when",
        "Improvement time is … cancelled when",
        "Improvement time is (...) first thing ... when",
    ],
)
def test_a_shortened_quotation_is_placed_by_its_ends(bring, tagged_store, quote):
    """People shorten what they quote; the ends say where it stood."""
    done = bring("document,text,themes", f"{NOTES},{quote},leadership")

    assert done.not_placed == []
    assert ("Robin", "add", "leadership") in said_of(tagged_store, excerpt_with(tagged_store, QUOTE))


def test_a_quotation_that_is_almost_there_is_placed_and_told(bring, tagged_store):
    """A word mistyped or a name replaced must not lose the coding; a person should see what was taken for what."""
    done = bring(
        "document,text,themes", f"{NOTES},Improvment time is the first thing that is cancelled when,leadership"
    )

    assert (done.placed, len(done.almost)) == (1, 1)
    assert "was placed where" in done.almost[0]


def test_words_that_are_not_there_are_not_placed_somewhere(bring):
    """Nearness must not become invention."""
    done = bring("document,text,themes", f"{NOTES},The canteen closes at four and nobody can eat after that,leadership")

    assert (done.placed, len(done.not_placed)) == (0, 1)


def test_a_list_of_files_is_no_coding(bring):
    """How often something was coded in each file is told as 1: 'References' was a code that everybody had given."""
    with pytest.raises(BadInput, match="no column that says how the words are coded"):
        bring("Name,In Folder,References,Coverage,Text", f"{NOTES},Files,1,2%,{QUOTE}")
