"""What an evaluator types is held against its evidence by the science itself, and leaves nothing behind."""

from sqlalchemy import func, select

from learnbrief.corpus.remark import Fault, Said
from learnbrief.corpus.store import schema
from learnbrief.flows.web.services import Services
from learnbrief.flows.web.wording import hold_sentence


def vectors(store):
    with store.transaction() as connection:
        return connection.execute(select(func.count()).select_from(schema.vector)).scalar_one()


def test_a_sentence_is_held_with_the_encoder_of_the_settings_and_no_vector_of_it_is_kept(tagged, tagged_store):
    """A wording that was tried and thrown away is nobody's business: the store keeps no trace of it."""
    before = vectors(tagged_store)
    said = [Said("Three of nine practices send their figures.", "data manager", "Harbour")]

    held = Services(tagged, tagged_store).hold(
        "Most practices send figures", said, others={"finding 2": said}, context=False
    )

    assert [remark.fault for remark in held.slips] == [Fault.QUANTITY]
    assert held.silent == ""
    assert vectors(tagged_store) == before


def test_without_the_encoder_the_rules_speak_and_that_it_is_missing_is_told(tagged, tagged_store):
    """A laptop whose model folder is gone must not lose the check of numbers with it."""
    gone = {"encoder": "better", "encoder_folder": str(tagged.root / "gone")}
    settings = tagged.settings.model_copy(update={"analysis": tagged.settings.analysis.model_copy(update=gone)})

    held = hold_sentence(settings, tagged_store, "12 practices", [Said("Nine practices")], others={}, context=False)

    assert [remark.fault for remark in held.slips] == [Fault.NUMBER]
    assert "encoder was not at hand" in held.silent
