"""The pages of the library's names can be made, name all of them, and lead nowhere that is not there."""

import re
import subprocess
import sys
from functools import reduce

import pytest

from learnbrief.flows import library


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """As `make api` makes it: whatever cannot be resolved is a warning, and a warning is an error."""
    folder = tmp_path_factory.mktemp("api")
    command = [sys.executable, "-W", "error", "-m", "pdoc", "-d", "google", "-o", folder, "learnbrief.flows.library"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return (folder / "learnbrief/flows/library.html").read_text(encoding="utf-8")


def test_every_name_has_its_place_on_the_page(page):
    """A name without a page is a name that nobody finds."""
    assert [name for name in library.__all__ if f'id="{name}"' not in page] == []
    assert 'id="OpenProgramme.excerpts"' in page
    assert 'id="ThemeTagger.predict_proba"' in page


def test_links_of_the_page_lead_somewhere(page):
    """A type that was renamed would leave a link into nothing."""
    places = set(re.findall(r'id="([^"]+)"', page))

    assert {target for target in re.findall(r'href="#([^"]+)"', page) if target not in places} == set()


def test_what_its_texts_name_is_there():
    """Docstrings refer to each other by name; a name that moved would send the reader looking for it."""
    surface = {name: getattr(library, name) for name in library.__all__}
    texts = [library.__doc__ or "", *(one.__doc__ or "" for one in surface.values())]
    texts += [
        one.__doc__ or "" for value in surface.values() for one in vars(value).values() if hasattr(value, "__dict__")
    ]
    named = {name for text in texts for name in re.findall(r"`([A-Z]\w+(?:\.\w+)*)`", text)}

    assert named
    for name in named:
        first, *rest = name.split(".")
        assert first in surface, name
        assert reduce(getattr, rest, surface[first]) is not None
