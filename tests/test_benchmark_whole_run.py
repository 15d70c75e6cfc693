"""The search of benchmarks/redaction_whole_run.py: it must see a name wherever a program may have put it."""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from redaction_whole_run import found_in, written

NAMES, NUMBERS = {"wronalski", "guanting"}, {"07700 900123"}


def test_a_name_is_seen_in_any_letters_and_beside_anything():
    """A search that misses a name in capitals or in a file name would call every run clean."""
    assert found_in("Colin_WRONALSKI.txt", NAMES, NUMBERS) == {"wronalski"}
    assert found_in('{"by":"Guanting’s list","tel":"07700 900123"}', NAMES, NUMBERS) == {"guanting", "07700 900123"}
    assert found_in("Nothing of the kind.", NAMES, NUMBERS) == set()


def test_packed_files_databases_and_file_names_are_read_and_originals_are_not(tmp_path):
    """What is searched is what others may get; the user's own files and the key are theirs."""
    for folder in ("restricted", "material", "briefs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plain.txt").write_text("Wronalski", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "briefs" / "brief.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "<w:t>Guanting</w:t>")
    (tmp_path / "learnbrief.db").write_bytes(b"\x00\xff07700 900123\x00")
    (tmp_path / "Wronalski.csv").write_text("", encoding="utf-8")

    seen = {place: found_in(text, NAMES, NUMBERS) for place, text in written(tmp_path)}

    assert seen == {
        "Wronalski.csv": {"wronalski"},
        "briefs/brief.docx": {"guanting"},
        "briefs/plain.txt": {"wronalski"},
        "learnbrief.db": {"07700 900123"},
    }
