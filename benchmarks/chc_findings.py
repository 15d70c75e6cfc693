"""Findings of a finished programme's reports beside what its own authors put into key findings and recommendations.

The authors' sections are set aside before anything is analysed. A statement of theirs counts as met when a quote or heading of
one of our findings lies near it; drawing as many excerpts at random, or the middles of as many clusters, shows what that is worth.
"""

import argparse
import re
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from _common import print_table, remembering, write_result

from learnbrief.corpus.codebook import Codebook, Facet, Theme, default_codebook
from learnbrief.corpus.cut import cut
from learnbrief.corpus.document import Document, Excerpt, Kind
from learnbrief.corpus.finding import Finding
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.protocols import Encoder
from learnbrief.corpus.readers import read
from learnbrief.corpus.tag import EffectiveTag, TagStatus
from learnbrief.nlp.encode import default_encoder
from learnbrief.nlp.findings import distil, messages
from learnbrief.nlp.tagging import tag_excerpts

MET = 0.55
"""Likeness from which a statement counts as met; two sentences on one matter in other words usually pass it."""
THEIRS = re.compile(r"recommend|key finding|summary of findings|conclusion|some options for future", re.IGNORECASE)
ASIDE = re.compile(
    r"summary|abstract|contents|bibliograph|references|acknowledg|abbreviation|foreword|thanks|list of", re.IGNORECASE
)
TOPICS = {
    "data-sharing": "Sharing health data between organisations: agreements, access, linking records across care.",
    "consent": "Consent, choice and control over how one's own health data are used; opting out; preferences.",
    "privacy": "Privacy, confidentiality, security of data, safeguards, anonymised data, risk of misuse.",
    "commercial-use": "Use of health data by companies: profit, pharmaceutical industry, insurers, software.",
    "trust": "Trust and transparency: being told how data are used, openness, communication with the public.",
    "involvement": "Involving patients and the public: panels, events, citizens' juries, recruiting and supporting members.",
    "benefit": "Benefits of using data for patients and services: better care, planning, research, public benefit.",
    "skills": "Skills and training of the workforce: analysts, informatics, courses, capacity.",
    "partnership": "Working together across regions, universities and the NHS: collaboration, leadership, relationships.",
    "sustainability": "What remains when the programme ends: funding, legacy, business model, spread.",
    "contact": "How patients wish to be contacted: letters, texts, e-mail, telephone, digital access by age.",
    "governance": "Information governance: approvals, ethics, regulation, delays in getting permission.",
}


def codebook() -> Codebook:
    """Topics that a researcher of such a programme would write, with the default stances."""
    topics = [Theme(slug, slug.replace("-", " ").capitalize(), text) for slug, text in TOPICS.items()]
    return Codebook((*topics, *(theme for theme in default_codebook().themes if theme.facet is Facet.STANCE)))


def documents(folder: Path) -> list[Document]:
    """Every report as one source."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        name = content_hash(path.read_bytes())[:8]
        source = read(path).source
        found.append(Document(name, 1, Kind.OTHER, name, name, date(2019, 12, 31), None, name, source, name))
    return found


def parts(found: Sequence[Document]) -> tuple[list[Excerpt], list[Excerpt]]:
    """What the reports are made of, and apart from it what the authors drew from it."""
    body, theirs = [], []
    for excerpt in (excerpt for document in found for excerpt in cut(document, {})):
        heading = excerpt.heading or ""
        if THEIRS.search(heading) and len(excerpt.text.split()) >= 6:
            theirs.append(excerpt)
        elif not ASIDE.search(heading) and not THEIRS.search(heading):
            body.append(excerpt)
    return body, theirs


def findings(body: Sequence[Excerpt], found: Sequence[Document], encoder: Encoder) -> tuple[Finding, ...]:
    """The pipeline as a draft would see it: codebook-only tags, nobody has checked anything."""
    book = codebook()
    tags = [
        EffectiveTag(tag.excerpt_id, tag.theme, TagStatus.SUGGESTED, tag.band, tag.score, tag.score_kind)
        for tag in tag_excerpts(list(body), book, encoder)
    ]
    rows = encoder.encode([excerpt.text for excerpt in body])
    vectors = {excerpt.excerpt_id: row for excerpt, row in zip(body, rows, strict=True)}
    return distil(body, {one.document_id: one for one in found}, tags, vectors, book, encoder=encoder)


def met(statements: np.ndarray, offered: np.ndarray) -> tuple[float, np.ndarray]:
    """Share of the statements that something offered lies near, and how near each."""
    nearest = (statements @ offered.T).max(axis=1) if len(offered) else np.zeros(len(statements))
    return float((nearest >= MET).mean()), nearest


def middles(rows: np.ndarray, count: int) -> np.ndarray:
    """The member nearest to the middle of each of so many k-means clusters."""
    from sklearn.cluster import KMeans

    fitted = KMeans(count, n_init=1, random_state=0).fit(rows)
    return rows[[int(np.argmax(rows @ middle)) for middle in fitted.cluster_centers_]]


def compare(
    told: Sequence[Finding], body: Sequence[Excerpt], theirs: Sequence[Excerpt], encoder: Encoder
) -> tuple[dict[str, dict[str, float]], np.ndarray]:
    """Share of the authors' statements met by ours and by each other way to offer as many, and how near ours come."""
    by_id = {excerpt.excerpt_id: excerpt for excerpt in body}
    statements = encoder.encode([excerpt.text for excerpt in theirs])
    rows = encoder.encode([excerpt.text for excerpt in body])
    quotes = [by_id[quote].text for finding in told for quote in finding.quotes]
    firm = [by_id[quote].text for finding in told if not finding.tentative for quote in finding.quotes]
    share, nearest = met(statements, encoder.encode([*quotes, *(finding.heading for finding in told)]))
    chance, count = np.random.default_rng(0), len(quotes)
    drawn = [met(statements, rows[chance.choice(len(rows), count, replace=False)])[0] for _ in range(20)]
    figures = {
        "learnbrief": {"statements_met": share, "offered": count + len(told)},
        "learnbrief_quotes_only": {"statements_met": met(statements, encoder.encode(quotes))[0], "offered": count},
        "learnbrief_firm_only": {"statements_met": met(statements, encoder.encode(firm))[0], "offered": len(firm)},
        "random_excerpts": {"statements_met": float(np.mean(drawn)), "offered": count},
        "kmeans_middles": {"statements_met": met(statements, middles(rows, count))[0], "offered": count},
        "every_excerpt": {"statements_met": met(statements, rows)[0], "offered": len(rows)},
    }
    return figures, nearest


def verbatim(told: Sequence[Finding], body: Sequence[Excerpt], found: Sequence[Document]) -> float:
    """Share of the quotes that stand in their report at their offsets."""
    by_id = {excerpt.excerpt_id: excerpt for excerpt in body}
    texts = {one.document_id: one.text for one in found}
    quotes = [by_id[quote] for finding in told for quote in finding.quotes]
    right = sum(texts[quote.document_id][quote.start : quote.end] == quote.text for quote in quotes)
    return right / max(1, len(quotes))


def main() -> None:
    """Print the table; `--list` also prints statements met and missed, which is for reading, not for keeping."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds chc_nhs_reports/")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    encoder, began = remembering(default_encoder()), time.perf_counter()
    found = documents(given.data / "chc_nhs_reports")
    body, theirs = parts(found)
    told = findings(body, found, encoder)
    figures, nearest = compare(told, body, theirs, encoder)
    print_table([{"method": name, **own} for name, own in figures.items()])
    facts = {
        "data": "CHC reports, 8 PDFs",
        "command": "python benchmarks/chc_findings.py --data DATA",
        "excerpts": len(body),
        "statements": len(theirs),
        "findings": len(told),
        "firm": sum(not finding.tentative for finding in told),
        "quotes_verbatim": verbatim(told, body, found),
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(facts)
    if given.list:
        _list(told, {excerpt.excerpt_id: excerpt for excerpt in body}, theirs, nearest)
    write_result(given.json, {**facts, "scores": figures})


def _list(told: Sequence[Finding], by_id: dict[str, Excerpt], theirs: Sequence[Excerpt], nearest: np.ndarray) -> None:
    chosen, _ = messages(told)
    for finding in told:
        if not finding.tentative:
            print(
                "*" if finding.finding_id in chosen else "-", finding.heading, "|", by_id[finding.quotes[0]].text[:150]
            )
    for excerpt, near in sorted(zip(theirs, nearest, strict=True), key=lambda pair: -pair[1]):
        print("met " if near >= MET else "MISS", f"{near:.2f}", (excerpt.heading or "")[:30], "|", excerpt.text[:170])


if __name__ == "__main__":
    main()
