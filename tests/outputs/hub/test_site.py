"""The hub as files: what stands in it, that its links lead somewhere, and that equal hubs give equal bytes."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from learnbrief.corpus.errors import BrokenStore
from learnbrief.corpus.finding import Scope
from learnbrief.outputs.brief.reported import Shift
from learnbrief.outputs.hub.shelf import Gone, Hub
from learnbrief.outputs.hub.site import site
from learnbrief.outputs.layout import counts, wording
from learnbrief.outputs.layout.headlines import then_and_now
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.hub.samples import ID, QUESTION, hub, laid_out, published


def text(made, path):
    return BeautifulSoup(made[path], "lxml").get_text(" ", strip=True)


def place(finding):
    """Where the words of a finding stand in the published brief."""
    return f"briefs/{ID}/brief.html#q-{finding.quotes[0]}"


@pytest.fixture(scope="module")
def made():
    return site(hub())


@pytest.mark.parametrize("refused", [build(), build(view="published")], ids=["internal", "not approved"])
def test_only_approved_briefs_as_published_get_in(refused):
    """The one promise on which publishing rests; nothing that calls this can forget it."""
    with pytest.raises(BrokenStore, match="approved briefs as published only"):
        hub(refused)


def test_every_message_stands_on_the_first_page_with_its_reach_and_leads_to_its_brief(made):
    brief, page = published(), text(made, "index.html")

    for wanted in brief.messages:
        assert counts.finding_line(brief.finding(wanted), brief) in page
        assert f'href="{place(brief.finding(wanted))}"'.encode() in made["index.html"]


def test_then_and_now_is_told_as_the_brief_tells_it():
    """What changed is most of what a programme learns; where a brief may publish it, so does the hub."""
    told = next(finding.then_now for finding in build().findings if finding.then_now)
    brief = published()
    first, *others = brief.findings
    brief = replace(brief, findings=(replace(first, then_now=told, heading_from="none", points=()), *others))

    page = text(site(hub(brief)), f"themes/{first.theme}.html")

    assert then_and_now(told, brief) in page


def test_a_theme_s_page_holds_every_finding_on_it_and_its_resources(made):
    wanted = [finding for finding in published().findings if finding.theme == "equity"]
    assert wanted

    for finding in wanted:
        assert place(finding).encode() in made["themes/equity.html"]
    assert "Kick-off (fictional)" in text(made, "themes/equity.html")


def test_a_collaborative_s_page_tells_its_strategic_priority(made):
    assert "Strategic priority: Fewer missed appointments." in text(made, "collaboratives/harbour.html")
    assert "Kick-off (fictional)" in text(made, "collaboratives/harbour.html")


def test_what_was_learned_at_an_event_stands_under_the_event():
    """The page promised it and held a title and a month."""
    made = published("event-b")
    event = replace(made, scope=Scope("event", event="kick-off"), messages=made.messages[:4])
    page = BeautifulSoup(site(hub(event))["events.html"], "lxml")

    assert len(page.select(".finding")) == len(event.messages)
    assert len(page.select("details .finding")) == max(0, len(event.messages) - 3)


def test_a_reach_that_may_not_be_told_is_a_whole_sentence():
    """'The subject came up', 'the theme as a whole: found' and 'in not heard before' stood on the pages."""
    brief = published()
    brief = replace(brief, scope=Scope("collaborative", collaborative="harbour"), messages=brief.messages[:4])
    few, nothing = "fewer than 5", "not heard"
    told = next(one for one in brief.themes if isinstance(one.documents, str))
    shift = Shift(previous=nothing, now=few, verdict="new", previous_base=0, now_base=0, test="", p_value=None)

    assert counts.spread_line(told, brief) == counts.UNTOLD
    assert wording.shift(shift) == "new: found in fewer than 5 sources, in none before"
    assert wording.shift(replace(shift, previous=few, now=nothing)).endswith(
        "found in no source, in fewer than 5 before"
    )


def test_questions_for_boards_stand_with_what_they_rest_on(made):
    assert QUESTION in text(made, "boards.html")
    assert "Cards (fictional)" in text(made, "boards.html")


def test_a_brief_without_a_message_is_no_bare_title_on_the_first_page():
    """Two titles with nothing beneath looked like a page that broke; the brief itself stands under Briefs."""
    bare = replace(published(), messages=(), messages_note="Too little was heard.")
    made = site(hub(bare))

    assert "from-brief" not in made["index.html"].decode()
    assert "each stands under Briefs" in text(made, "index.html")
    assert bare.title in text(made, "briefs/index.html")


def test_a_theme_that_a_brief_holds_much_on_shows_the_widest_and_folds_the_rest():
    """Forty statements of one brief made a page of 26,000 pixels, on which the next brief was not found."""
    brief = published()
    theme = brief.findings[0].theme
    many = tuple(replace(brief.findings[0], id=f"f-{number}") for number in range(9))
    page = BeautifulSoup(site(hub(replace(brief, findings=many, messages=("f-0",))))[f"themes/{theme}.html"], "lxml")

    assert len(page.select("main .finding")) == 9
    (folded,) = page.select("main details.fold")
    assert folded.summary.get_text() == "3 more statements of this brief"
    assert len(folded.select(".finding")) == 3


def test_links_lead_to_what_is_there(tmp_path):
    """Also from a folder, where no server mends a path."""
    folder = laid_out(tmp_path, hub())
    pages = {path: BeautifulSoup(path.read_bytes(), "lxml") for path in folder.rglob("*.html")}
    followed = 0
    for path, page in pages.items():
        for link in page.select("[href], [src]"):
            target, anchor = urldefrag(link.get("href") or link.get("src"))
            if target.startswith(("https://example.org", "data:")):
                continue
            there = (path.parent / unquote(target)).resolve() if target else path
            assert there.is_file(), (path, target)
            followed += 1
            if anchor and there in pages:
                assert pages[there].find(id=unquote(anchor)), (path, target, anchor)
    assert followed > 100


def test_no_page_asks_another_site_for_anything(made):
    """Only what a reader clicks leaves the hub; there is no cookie, no font, no counter."""
    for path, content in made.items():
        if path.endswith(".html"):
            page = BeautifulSoup(content, "lxml")
            assert not page.select("img[src^=http], script[src^=http], link[rel=stylesheet][href^=http], iframe")
    ours = b"".join(made[path] for path in ("hub.js", "hub.css"))
    assert not re.search(rb"fetch\(|XMLHttp|cookie|localStorage|@import|url\((?!\"data:)", ours)


def test_the_feed_is_atom_and_changes_with_its_briefs_alone(made):
    """A feed that says 'updated now' at each build would tell readers of news that are none."""
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(made["feed.xml"])

    assert [one.text for one in feed.findall("a:entry/a:id", space)] == [f"urn:learnbrief:{ID}"]
    assert feed.find("a:updated", space).text == feed.find("a:entry/a:updated", space).text
    assert feed.find("a:entry/a:link", space).get("href") == f"briefs/{ID}/index.html"
    at_home = ElementTree.fromstring(site(hub(address="https://hub.example.org"))["feed.xml"])
    assert at_home.find("a:entry/a:link", space).get("href") == f"https://hub.example.org/briefs/{ID}/index.html"


def test_the_search_knows_every_finding_and_every_resource(made):
    rows = json.loads(made["search-texts.js"].decode().removeprefix("window.HUB_TEXTS = ").rstrip(";\n"))
    links = {row["link"] for row in rows}

    assert {place(finding) for finding in published().findings} <= links
    assert {"resources.html#talk", "resources.html#cards"} <= links


def test_a_card_for_sharing_says_what_the_page_is(made):
    page = BeautifulSoup(made["themes/equity.html"], "lxml")

    assert page.find("meta", property="og:title")["content"] == "Equity"
    assert page.find("meta", property="og:description")["content"].startswith("Who is reached")


def test_equal_hubs_give_equal_bytes():
    """Else every build would look like a change that has to be put online."""
    assert site(hub()) == site(hub())


def test_two_briefs_that_hold_the_same_finding_give_no_id_twice():
    """A brief that is renewed keeps its findings' ids; a page with an id twice leads to the wrong place."""
    made = site(hub(published(), published("cohort-again")))

    for path, content in made.items():
        if path.endswith(".html"):
            ids = [one["id"] for one in BeautifulSoup(content, "lxml").select("[id]")]
            assert len(ids) == len(set(ids)), path


def test_a_brief_that_is_gone_leaves_its_page_which_says_so(made):
    gone = Gone("b-9", "Harbour, March", "This brief was replaced by a newer one.", ID)
    page = text(site(hub(gone=(gone,))), "briefs/b-9/index.html")

    assert "This brief was replaced by a newer one." in page
    assert "Whoever holds a copy is asked to replace it" in page
    assert not any("b-9" in path for path in made)


def test_a_hub_without_anything_says_so():
    """The first build comes before the first approval."""
    made = site(Hub(programme=programme.PROGRAMME, codebook=programme.CODEBOOK, briefs=()))

    assert "No brief has been approved yet" in text(made, "index.html")
    assert "No resources yet." in text(made, "resources.html")


def menu_of(made):
    return [link.get_text() for link in BeautifulSoup(made["index.html"], "lxml").select("nav .menu a")]


def test_the_menu_leads_to_no_page_that_has_nothing_to_say_yet():
    """A reader who meets three empty pages in a row looks no further; links that lead there still find the page."""
    bare = Hub(programme=replace(programme.PROGRAMME, collaboratives=()), codebook=programme.CODEBOOK, briefs=())

    assert menu_of(site(bare)) == ["What we have learned", "Themes", "Briefs", "About and method", "Search"]
    assert {"boards.html", "resources.html", "events.html"} <= site(bare).keys()
    assert {"Collaboratives", "For boards", "Resources", "Events"} <= set(menu_of(site(hub())))
