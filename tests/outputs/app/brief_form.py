"""The form of a brief's page, filled in and sent as a person would."""

from learnbrief.outputs.app.mending.acts import CHECK_LIST
from learnbrief.outputs.brief.brief import read_brief
from tests.outputs.app.conftest import post

EVERY_CHECK = ["quotes", "counter", "words", "limits"]
OPEN_BOXES = [words for key, words in CHECK_LIST.items() if key != "quotes"]


def form_of(brief):
    """What the page sends when nothing was touched."""
    fields = {}
    for finding in brief.findings:
        fields |= {f"has-{finding.id}": "1", f"w-{finding.id}": "", f"q-{finding.id}": list(finding.quotes)}
        if finding.clause:
            fields[f"c-{finding.id}"] = f"{finding.clause.excerpt}:{finding.clause.start}:{finding.clause.end}"
    return fields


def press(browser, store, brief, act="keep", **changes):
    """One button of the page, with what was typed or ticked."""
    stored = store.briefs.get(brief.id)
    fields = form_of(read_brief(stored.value)) | {"edition": str(stored.edition), "act": act} | changes
    return post(browser, f"/briefs/{brief.id}/edit", **{name: value for name, value in fields.items() if value != []})


def now(store, brief):
    return read_brief(store.briefs.get(brief.id).value)
