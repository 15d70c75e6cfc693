"""Words that break careless rendering, and a brief that quotes nothing but them."""

from dataclasses import replace
from datetime import date

from learnbrief.corpus.document import Document, Excerpt, Kind, Mode, Passage, SourceText, Voice
from learnbrief.corpus.finding import Analysis, Finding, Scope
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.tag import Band, EffectiveTag, ScoreKind, TagStatus
from learnbrief.outputs.brief.brief import Brief
from learnbrief.outputs.brief.build import build_brief
from learnbrief.outputs.brief.inputs import Inputs
from tests.outputs import programme

AWKWARD = (
    "Stars *here* and **there**, under_scores_ and `ticks`.",
    "Write to @team or see www.example.org/a?b=c&d=e#f",
    "She said \"no\", he said 'yes', they said “maybe” – and … left -- so.",
    "A 1. B 2) C",
    "- a dash first\n+ a plus\n1. a number\n# a hash\n> a quote\n| a | pipe |",
    "Well done 👏🏽 to the 👩‍⚕️ team 🎉",
    "שלום עולם and مرحبا بالعالم in one line",
    "<script>alert('x')</script> <b>bold</b> &amp; &lt;",
    "{{ 7 * 7 }} {% raw %} ${jndi} \\(x\\) $x^2$ ~a~ [link](javascript:alert(1))",
    "=HYPERLINK(\"https://example.org\",\"x\") and =1+1",
    "+44 is a prefix; @SUM(A1) is not a sum; -2+3",
    'MERGEFIELD { INCLUDETEXT "c:\\\\x" } DDEAUTO',
    "é ñ ü ö — naïve café £5 ½ ² €",
    "Two  spaces   and\ta tab\nand a line",
    "#let x = 1; $ sum $ *typst* @ref <label> \\u{41}",
    "]]> <!-- --> <?php ?> %s %(x)s {0}",
    "x" * 90 + " long word",
)  # fmt: skip


def quoting(
    text: str,
    *,
    name: str = "Person 1",
    role: str | None = "clinician",
    title: str = "A title",
    heading: str = "A heading",
    theme: str = "leadership",
    mode: Mode = Mode.VERBATIM,
    view: str = "internal",
) -> tuple[Brief, dict[tuple[str, int], Document]]:
    """A brief whose one finding has one quote with these words, and its source."""
    frozen = f"Before.\n\n{text}\n\nAfter."
    start = len("Before.\n\n")
    document = Document(
        document_id="d-1",
        version=1,
        kind=Kind.WORKSHOP_NOTES,
        event_id="e-1",
        title=title,
        date=date(2025, 3, 1),
        collaborative="harbour",
        origin="notes.md",
        source=SourceText(frozen, (Passage(start, start + len(text), mode=mode),)),
        content_hash=content_hash(frozen),
    )
    excerpt = Excerpt(
        document_id="d-1",
        version=1,
        start=start,
        end=start + len(text),
        text=text,
        voice=Voice("v-1", name, "participant", role, "harbour"),
        mode=mode,
        evidence=True,
        collaborative="harbour",
    )
    finding = Finding(theme, "barrier", heading, (excerpt.excerpt_id,), (excerpt.excerpt_id,))
    scope = Scope("cohort")
    tags = [
        EffectiveTag(excerpt.excerpt_id, slug, TagStatus.SUGGESTED, Band.SURE, 0.7, ScoreKind.SIMILARITY)
        for slug in (theme, "barrier")
    ]
    inputs = Inputs(
        title=title,
        documents=[document],
        excerpts=[excerpt],
        tags=tags,
        analysis=replace(programme.ANALYSIS, scope=scope, findings=(finding,), emerging=(), changes=(), limits=()),
        codebook=programme.CODEBOOK,
        programme=programme.PROGRAMME,
        participants=programme.PARTICIPANTS,
        made=programme.MADE,
        messages=((finding.finding_id,), "Fewer than three messages."),
    )
    brief = build_brief(inputs, view=view)  # type: ignore[arg-type]
    return brief, {("d-1", 1): document}


__all__ = ["AWKWARD", "Analysis", "quoting"]
