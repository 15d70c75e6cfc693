"""What another process takes in or decides while a page is put together: the page is given, and the next one knows of it."""

from learnbrief.corpus.store import Store, new_review
from learnbrief.corpus.store.database import Database
from learnbrief.corpus.tag import Action
from learnbrief.flows.web.services import Services
from tests.corpus.conftest import While, document, excerpts_of

LINES = "Nobody at the board asks what the data say.\nThe board came to the ward and asked what stands in the way.\n"


def told(services):
    """Pages that lay all of the material out."""
    return (
        services.queue("uncertain", coder="Ada", filters={"kind": "workshop_notes"}),
        services.queue("all", coder="Ada", filters={}),
        services.search("what the board asks", filters={"collaborative": "harbour"}, limit=9),
        services.agreement(),
    )


def test_a_page_is_given_while_another_process_takes_material_in(tagged, tagged_store, services):
    """A page asks for sources and for excerpts one after the other: one that came in between ended it with an error."""
    other, asks = Store(Database(tagged.store_url)), While(tagged_store, lambda: told(services))

    def take_in(number):
        made = document(LINES, document_id=f"d-{number}")
        other.documents.add(made)
        other.excerpts.put(made, excerpts_of(made))
        other.reviews.add(new_review(Action.DONE, "Ada", excerpt=excerpts_of(made)[0], blind=True))
        other.tags.put([], [], tagger="made up")

    take_in(-1)
    for number in range(0, asks.questions(), 4):
        take_in(1000 + number)  # so that everything is read anew
        asks.before(number, lambda n=number: take_in(n))
        assert told(services) == told(Services(tagged, other)), number
    other.close()
