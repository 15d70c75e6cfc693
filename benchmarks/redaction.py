"""How much of what identifies people is found, by type and by origin of name, and how much else is masked.

    python benchmarks/redaction.py [--half report] [--count 320] [--seed 2025] [--keep FOLDER] [--sentences] [--json OUT]

The material is synthetic and seeded, written by us in the tone of the programme's; `--half develop` is what the rules
were worked on, `--half report` has other names, other sentences and other seeds, and is what we quote. A mention counts
as found only if every letter and digit of it is masked. Given names that are also words are measured apart, without a
register, and so are notes in which nobody is named (wards, months, misspelt words). `--sentences` does these two alone. The whole takes
some twenty minutes: with `--keep` each handful of documents is kept in a folder once it is done, and a run that was cut short goes on there.
"""

import argparse
import pickle
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _common import print_table, write_result
from redaction_must_stay import must_stay_sheets
from redaction_synthetic import Gold, Sheet, documents
from redaction_word_names import word_name_sheets

from learnbrief.corpus.deidentify import Deidentifier, Keyfile, Register, default_flagger, parse_register
from learnbrief.corpus.deidentify.lexicon import LANGUAGE_MODEL
from learnbrief.corpus.deidentify.suspicion import Suspicion
from learnbrief.corpus.language import without

HANDFUL = 20
"""Documents that are done together; a run that is cut short has to do so many again at most."""
Span = tuple[int, int, str]
Masker = Callable[[Sheet], list[Span]]

IGNORED = {"DATE_TIME", "NRP", "AGE"}
"""Presidio's types that are no identifiers here: counting them would make it look worse than it is."""


def wilson(found: int, total: int, *, z: float = 1.96) -> tuple[float, float]:
    """The 95% interval of a proportion, honest near 0 and 1."""
    if not total:
        return 0.0, 1.0
    share = found / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * ((share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def learnbrief(*, register: bool, flagger: Any) -> Masker:
    """Ours, with or without the participants known beforehand."""

    def mask(sheet: Sheet) -> list[Span]:
        keyfile = Keyfile(chooser=random.Random(0))
        rows = "name\n" + "\n".join(f'"{name}"' for name in sorted({person.full for person in sheet.people}))
        known = parse_register(rows, keyfile) if register else Register()
        made = Deidentifier(known, keyfile, flagger=flagger).document(sheet.source)
        return [(start, start + len(words), mark.type) for start, words, mark in made.in_source()]

    return mask


def presidio() -> Masker:
    """Presidio as it comes, with the same spaCy model."""
    with without("torch", "transformers", "stanza", "gliner"):
        import spacy
        import tldextract
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine

        # Its e-mail recogniser asks the network for a list of domains; the list that tldextract ships does as well.
        tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
        engine = SpacyNlpEngine()
        engine.nlp = {"en": spacy.load(LANGUAGE_MODEL)}
        analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def mask(sheet: Sheet) -> list[Span]:
        found = analyzer.analyze(sheet.text, language="en")
        return [(hit.start, hit.end, hit.entity_type) for hit in found if hit.entity_type not in IGNORED]

    return mask


def is_found(gold: Gold, text: str, masked: set[int]) -> bool:
    """Every letter and digit of the mention is masked."""
    return all(at in masked for at in range(gold.start, gold.end) if text[at].isalnum())


@dataclass
class Tally:
    """What came of some documents, to be added to that of others."""

    rows: list[tuple[Gold, bool]] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    masks: Counter[str] = field(default_factory=Counter)
    spoilt: int = 0
    kept: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, other: "Tally") -> None:
        """These documents and those."""
        self.rows += other.rows
        self.right += other.right
        self.masks += other.masks
        self.spoilt += other.spoilt
        self.kept += other.kept
        self.words += other.words
        self.seconds += other.seconds


def tally(sheets: Sequence[Sheet], mask: Masker) -> Tally:
    """What one way of masking makes of some documents."""
    started, made = time.perf_counter(), Tally()
    for sheet in sheets:
        spans = mask(sheet)
        masked = {at for start, end, _ in spans for at in range(start, end)}
        made.rows += [(gold, is_found(gold, sheet.text, masked)) for gold in sheet.gold]
        named = {at for gold in sheet.gold for at in range(gold.start, gold.end)}
        for start, end, kind in spans:
            made.masks[kind] += 1
            made.right[kind] += any(at in named for at in range(start, end))
        made.kept += len(sheet.stays)
        made.spoilt += sum(any(at in masked for at in range(*sentence)) for sentence in sheet.stays)
        made.words += len(sheet.text.split())
    made.seconds = time.perf_counter() - started
    return made


def measure(name: str, sheets: Sequence[Sheet], mask: Masker, keep: Path | None = None) -> dict[str, Any]:
    """All figures of one way of masking; what is kept in a folder of an earlier run is not done again."""
    whole = Tally()
    for begin in range(0, len(sheets), HANDFUL):
        done = keep / f"{name}-{begin}.pickle" if keep else None
        if done is not None and done.is_file():
            whole.add(pickle.loads(done.read_bytes()))
            continue
        part = tally(sheets[begin : begin + HANDFUL], mask)
        if done is not None:
            done.write_bytes(pickle.dumps(part))
            print(f"{name}: {min(begin + HANDFUL, len(sheets))} of {len(sheets)} documents", flush=True)
        whole.add(part)
    return figures(whole)


def figures(whole: Tally) -> dict[str, Any]:
    """Shares, with what each is of."""
    named = [(gold, found) for gold, found in whole.rows if gold.type == "name"]
    return {
        "recall": share(whole.rows),
        "recall_registered_people_and_numbers": share((g, f) for g, f in whole.rows if g.registered),
        "recall_names_in_running_text": share((g, f) for g, f in named if g.form != "label"),
        "recall_by_type": {**by(whole.rows, lambda gold: gold.type)},
        "recall_by_origin": by(named, lambda gold: gold.origin),
        "recall_by_form": by(named, lambda gold: gold.form),
        "recall_by_listing": by(named, lambda gold: "in our lists" if gold.listed else "in no list of ours"),
        "recall_third_parties": share((g, f) for g, f in named if not g.registered),
        "precision": ratio(sum(whole.right.values()), sum(whole.masks.values())),
        "precision_by_type": {kind: ratio(whole.right[kind], count) for kind, count in sorted(whole.masks.items())},
        "sentences_that_must_stay": ratio(whole.kept - whole.spoilt, whole.kept),
        "words_per_second": round(whole.words / whole.seconds),
    }


def share(rows: Iterable[tuple[Gold, bool]]) -> dict[str, Any]:
    """Found of all, with its interval."""
    found = [was for _, was in rows]
    return ratio(sum(found), len(found))


def ratio(part: int, total: int) -> dict[str, Any]:
    """A proportion with its base and 95% interval."""
    low, high = wilson(part, total)
    return {
        "share": round(part / total, 4) if total else None,
        "of": total,
        "low": round(low, 4),
        "high": round(high, 4),
    }


def by(rows: Iterable[tuple[Gold, bool]], key: Callable[[Gold], Any]) -> dict[str, Any]:
    """One proportion per value of a key."""
    groups: dict[str, list[tuple[Gold, bool]]] = defaultdict(list)
    for gold, found in rows:
        groups[str(key(gold))].append((gold, found))
    return {name: share(group) for name, group in sorted(groups.items())}


def table(title: str, results: Mapping[str, Mapping[str, Any]], part: str) -> None:
    """One part of the results, a column per way of masking."""
    print(f"\n{title}")
    names = list(dict.fromkeys(name for result in results.values() for name in result[part]))
    rows = []
    for name in names:
        row: dict[str, Any] = {"": name, "of": next(r[part][name]["of"] for r in results.values() if name in r[part])}
        for system, result in results.items():
            cell = result[part].get(name)
            row[system] = f"{cell['share']:.3f} ({cell['low']:.3f}-{cell['high']:.3f})" if cell else "-"
        rows.append(row)
    print_table(rows)


def misses(sheets: Sequence[Sheet], mask: Masker, *, most: int) -> None:
    """What was missed and what was masked in vain, to work on: for the develop half only."""
    for sheet in sheets:
        spans = mask(sheet)
        masked = {at for start, end, _ in spans for at in range(start, end)}
        named = {at for gold in sheet.gold for at in range(gold.start, gold.end)}
        wrong = [
            ("missed", g.start, g.end, f"{g.type} {g.form}") for g in sheet.gold if not is_found(g, sheet.text, masked)
        ]
        wrong += [("in vain", s, e, kind) for s, e, kind in spans if not any(at in named for at in range(s, e))]
        for what, start, end, kind in wrong[:most]:
            line = sheet.text[sheet.text.rfind("\n", 0, start) + 1 : sheet.text.find("\n", end)]
            print(f"{what:8} {kind:16} {sheet.text[start:end]!r} in: {line}")


def word_names(systems: Mapping[str, Masker]) -> dict[str, Any]:
    """Given names that are also words, a sentence a document: what is found by origin, what is masked in vain."""
    sheets = list(word_name_sheets())
    parts = ("recall", "recall_by_origin", "precision", "sentences_that_must_stay")
    results = {name: {part: whole[part] for part in parts} for name, whole in _measured(sheets, systems).items()}
    table("Names that are words", {name: {"all": _without_origins(whole)} for name, whole in results.items()}, "all")
    table("Names that are words, found by origin", results, "recall_by_origin")
    return results


def must_stay(systems: Mapping[str, Masker]) -> dict[str, Any]:
    """Notes in which nobody is named: left without a person in them, and ward or hospital masked as what it is, if at all."""
    sheets = list(must_stay_sheets("report"))
    results = {
        name: ratio(sum(_nobody(sheet, mask) for sheet in sheets), len(sheets)) for name, mask in systems.items()
    }
    table("Notes in which nobody is named", {name: {"all": {"left": cell}} for name, cell in results.items()}, "all")
    return results


def _nobody(sheet: Sheet, mask: Masker) -> bool:
    """Whether all that is masked are the organisations of a text, and as such."""
    there = {at for gold in sheet.gold for at in range(gold.start, gold.end)}
    spans = mask(sheet)
    return all(kind.casefold() in {"organisation", "organization"} and start in there for start, _, kind in spans)


def _measured(
    sheets: Sequence[Sheet], systems: Mapping[str, Masker], keep: Path | None = None
) -> dict[str, dict[str, Any]]:
    return {name: measure(name, sheets, mask, keep) for name, mask in systems.items()}


def _without_origins(result: Mapping[str, Any]) -> dict[str, Any]:
    return {part: cell for part, cell in result.items() if part != "recall_by_origin"}


def whole(sheets: Sequence[Sheet], systems: Mapping[str, Masker], keep: Path | None) -> dict[str, Any]:
    """Every document by every system, printed."""
    results = _measured(sheets, systems, keep)
    overall = (
        "recall_names_in_running_text",
        "recall",
        "recall_registered_people_and_numbers",
        "recall_third_parties",
        "precision",
        "sentences_that_must_stay",
    )
    summary = {name: {"overall": {part: result[part] for part in overall}} for name, result in results.items()}
    table("Overall", summary, "overall")
    for part in ("recall_by_type", "recall_by_origin", "recall_by_form", "recall_by_listing"):
        table(part.replace("_", " ").capitalize(), results, part)
    print_table([{"system": name, "words per second": result["words_per_second"]} for name, result in results.items()])
    return results


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["develop", "report"], default="report")
    parser.add_argument("--count", type=int, default=320, help="documents")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--misses", action="store_true", help="print what was missed (develop half only)")
    parser.add_argument("--sentences", action="store_true", help="only the sentences that are documents of their own")
    parser.add_argument("--keep", type=Path, help="a folder for what is done; a run that was cut short goes on there")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    sheets = list(documents(asked.half, seed=asked.seed, count=asked.count))
    flagger = default_flagger()
    if asked.misses and asked.half == "develop":
        misses(sheets, learnbrief(register=False, flagger=flagger), most=50)
        return
    systems: dict[str, Masker] = {
        "learnbrief": learnbrief(register=True, flagger=flagger),
        "learnbrief_without_register": learnbrief(register=False, flagger=flagger),
        "learnbrief_without_register_or_model": learnbrief(register=False, flagger=Suspicion()),
        "presidio_defaults": presidio(),
    }
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    results = {} if asked.sentences else whole(sheets, systems, asked.keep)
    material = f"synthetic, half '{asked.half}', seed {asked.seed}, {asked.count} documents"
    without = {name: mask for name, mask in systems.items() if name != "learnbrief"}
    apart = {"names_that_are_words": word_names(without), "notes_in_which_nobody_is_named": must_stay(without)}
    write_result(asked.json, {"material": material, **results, **apart})


if __name__ == "__main__":
    main()
