"""An invented hub: the invented brief, approved and published, with two resources."""

from dataclasses import replace

from learnbrief.corpus.tag import Action
from learnbrief.outputs.brief.brief import brief_id
from learnbrief.outputs.hub.questions import LOOK_FOR
from learnbrief.outputs.hub.resources import Known, read_resource
from learnbrief.outputs.hub.shelf import Hub
from learnbrief.outputs.hub.site import brief_path, site
from learnbrief.outputs.render.html import render_html
from tests.outputs import programme
from tests.outputs.conftest import build
from tests.outputs.programme import review

ID = brief_id(programme.SCOPE, programme.RUN.run_id)
QUESTION = "Who releases staff, and from what?"
KNOWN = Known([theme.slug for theme in programme.CODEBOOK.topics], ["harbour"])
RESOURCES = (
    read_resource(
        "talk.toml",
        'title = "Kick-off (fictional)"\nkind = "recording"\nlink = "https://example.org/talk"\n'
        'themes = ["equity"]\ncollaboratives = ["harbour"]\ndate = 2025-03-14\naudience = "everyone"\n',
        KNOWN,
    ),
    read_resource(
        "cards.md",
        '+++\ntitle = "Cards (fictional)"\nkind = "board resource"\nfile = "cards.pdf"\n+++\nTwo pages.\n',
        KNOWN,
    ),
)


def published(identity=ID, extra=(), **changes):
    """The invented brief as readers get it, after these further reviews."""
    signed = [
        review(1, Action.SIGN_OFF, ID),
        review(2, Action.WRITE, ID, section="questions_for_boards", text=QUESTION),
        review(3, Action.WRITE, ID, section="why_now", text="Boards meet in May."),
        *extra,
    ]
    return replace(build(view="published", reviews=signed, **changes), id=identity)


def hub(*briefs, **changes):
    """A hub of these briefs, or of the invented one."""
    values = {
        "programme": programme.PROGRAMME,
        "codebook": programme.CODEBOOK,
        "resources": RESOURCES,
        "questions": (LOOK_FOR,),
    }
    return Hub(briefs=briefs or (published(),), **(values | changes))


def laid_out(folder, made):
    """The hub as a folder, with the published briefs in it."""
    content = site(made) | {brief_path(one.id): render_html(one).encode() for one in made.briefs}
    for path, words in (content | {"files/cards.pdf": b"%PDF-1.4"}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(words)
    return folder
