"""Make a codebook.yaml from the published NHS patient-experience framework; the output is not ours to commit.

Data set: nhs_fft_v6 (`framework3_codebook.qmd`, `label_map_v6_to_framework.json`, `v6_labels.csv`).
A label that the later framework dropped keeps its name only; two labels it merged share its text.

    python benchmarks/nhs_codebook.py --data DIR --out codebook.yaml
"""

import argparse
import csv
import json
import re
from pathlib import Path

from learnbrief.corpus.codebook import Codebook, Theme, write_codebook

SECTION = re.compile(r"^:::\s*\{[^}]*\}\s*\n(.*?)^:::\s*$", re.M | re.S)
HEADING = re.compile(r"^###\s+(.+?)\s*$", re.M)
QUOTED_GAP = re.compile(r"['’]\s*,?\s+['‘’]")
POLARITY = re.compile(r"^\s*(?:posit?i?ve|negative|mixed|neutral|wishlist)[^:'‘\n]*:\s*", re.I)


def parse_framework(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Definition and examples by the entry's name."""
    entries = {}
    for body in SECTION.findall(text):
        heading = HEADING.search(body)
        if heading is None:
            continue
        definition, _, examples = body[heading.end() :].partition("Examples:")
        entries[" ".join(heading.group(1).split())] = (" ".join(definition.split()), tuple(_examples(examples)))
    return entries


def _examples(text: str) -> list[str]:
    lines = [POLARITY.sub("", line).strip() for line in text.splitlines() if line.strip()]
    quotes = [quote for line in lines for quote in QUOTED_GAP.split(line)]
    cleaned = [" ".join(quote.strip(" ,'‘’").split()) for quote in quotes]
    return list(dict.fromkeys(quote for quote in cleaned if quote))


def make_codebook(folder: Path) -> Codebook:
    """One theme per reported label, with the framework's words where it has some."""
    entries = parse_framework((folder / "framework3_codebook.qmd").read_text(encoding="utf-8"))
    later_name = json.loads((folder / "label_map_v6_to_framework.json").read_text(encoding="utf-8"))["map"]
    with (folder / "v6_labels.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    themes = []
    for label in labels:
        definition, examples = entries.get(later_name.get(label["column"]) or "", ("", ()))
        themes.append(Theme(label["slug"], label["column"], definition, examples=examples))
    return Codebook(tuple(themes), name="NHS patient experience framework")


def main() -> None:
    """Write the codebook and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of nhs_fft_v6")
    parser.add_argument("--out", type=Path, required=True, help="codebook.yaml to write")
    options = parser.parse_args()
    codebook = make_codebook(options.data)
    options.out.write_text(write_codebook(codebook), encoding="utf-8")
    described = sum(bool(theme.definition) for theme in codebook.themes)
    examples = sum(len(theme.examples) for theme in codebook.themes)
    print(f"{len(codebook.themes)} themes, {described} with a definition, {examples} examples -> {options.out}")


if __name__ == "__main__":
    main()
