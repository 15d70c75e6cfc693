"""What a coder sets for themselves stays theirs."""

from learnbrief.corpus.store import Preference, open_store


def test_what_one_coder_set_is_there_after_a_restart_and_for_nobody_else(tmp_path):
    """Two people share a machine: the keys of one would press the wrong buttons for the other."""
    store = open_store(tmp_path / "learnbrief.db")
    store.preferences.put("Ada", Preference.KEYS, "all", {"off": True})
    store.preferences.put("Ada", Preference.KEYS, "all", {"done": "d"})
    store.close()

    store = open_store(tmp_path / "learnbrief.db")
    assert store.preferences.of("Ada", Preference.KEYS) == {"all": {"done": "d"}}
    assert store.preferences.of("Ada", Preference.FILTER) == {}
    assert store.preferences.of("Ben", Preference.KEYS) == {}

    store.preferences.remove("Ada", Preference.KEYS, "all")
    assert store.preferences.of("Ada", Preference.KEYS) == {}
    store.close()
