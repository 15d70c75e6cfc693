"""Who takes part in a small invented programme, and what its sheets of paper say, line by line; written by hand."""

from dataclasses import dataclass
from datetime import date

from learnbrief.corpus.codebook import Codebook, Facet, Theme
from learnbrief.corpus.document import Collaborative, Kind, Mode, Participant, Programme

PROGRAMME = Programme(
    "Fairer Together (fictional)",
    (
        Collaborative("harbour", "Harbour Acute Collaborative", "Harbour", "acute", "Fewer missed appointments"),
        Collaborative(
            "moorland", "Moorland Hospitals Collaborative", "Moorland", "acute", "Theatre lists without gaps"
        ),
        Collaborative(
            "riverside", "Riverside All-In Collaborative", "Riverside", "all in", "One front door for families"
        ),
        Collaborative("fenland", "Fenland Community Collaborative", None, "community", None),
        Collaborative("lantern", "Lantern Mental Health Collaborative", "Lantern", "mental health", None),
    ),
)

THEMES = {
    "leadership": ("Senior and board leadership", "What senior leaders and boards do, say, fund or leave undone."),
    "equity": ("Equity", "Who is reached, who is missed, and what is done so that improvement does not widen gaps."),
    "data": ("Data and measurement", "Finding, sharing and using data, and the burden of measuring."),
    "workforce": ("Workforce and time", "Staffing, release of time, workload and skills."),
    "community-voice": ("Patient and community voice", "How patients and communities shape the work."),
    "relationships": ("Relationships and trust", "How organisations and people come to rely on one another."),
    "resources": ("Funding and resources", "Money, rooms, kit and other means."),
}
SECTIONS = {"leadership": "What leaders do", "equity": "Who is reached and who is missed"}
STANCES = {
    "barrier": "Barriers",
    "enabler": "Enablers",
    "action": "Actions",
    "question": "Questions",
    "neutral": "Neutral",
}

CODEBOOK = Codebook(
    tuple(Theme(slug, name, definition, section=SECTIONS.get(slug)) for slug, (name, definition) in THEMES.items())
    + tuple(Theme(slug, name, f"What people name as {name.lower()}.", Facet.STANCE) for slug, name in STANCES.items())
)

PARTICIPANTS = tuple(
    Participant(f"Person {number}", role, place)
    for number, (role, place) in enumerate(
        [
            ("executive", "harbour"),
            ("improvement lead", "harbour"),
            ("clinician", "harbour"),
            ("executive", "moorland"),
            ("improvement lead", "moorland"),
            ("clinician", "riverside"),
            ("lived experience partner", "riverside"),
            ("improvement lead", "riverside"),
            ("executive", "fenland"),
            ("clinician", "fenland"),
            ("analyst", "harbour"),
            ("governor", "lantern"),
        ],
        1,
    )
)
V, N = Mode.VERBATIM, Mode.NOTE


@dataclass(frozen=True)
class Line:
    """One excerpt to be: key, voice, words, themes and stance."""

    key: str
    voice: str
    mode: Mode
    words: str
    themes: str


@dataclass(frozen=True)
class Sheet:
    """One document to be."""

    name: str
    title: str
    kind: Kind
    date: date
    place: str | None
    lines: tuple[Line, ...]


SHEETS = (
    Sheet(
        "d-harbour-1",
        "Harbour workshop 1: getting started",
        Kind.WORKSHOP_NOTES,
        date(2025, 1, 21),
        "harbour",
        (
            Line("h1", "Table 1", N, "Board agenda takes finance and waiting times first; improvement is item 14 and is cut when time runs short.", "leadership barrier"),
            Line("h2", "Table 2", N, "Nobody released from rota for the project day, two people came on their day off.", "workforce barrier"),
            Line("h3", "Table 1", N, "Three trusts, three ways of recording ethnicity - cannot be added up.", "data equity barrier"),
            Line("h4", "Table 3", N, "ACTION: analyst from each trust to meet by end Feb and agree one data sheet.", "data action"),
            Line("h5", "Table 2", N, "Do we know which patients never get as far as a referral?", "equity question"),
        ),
    ),
    Sheet(
        "d-harbour-2",
        "Coaching reflection, Harbour, March",
        Kind.COACHING_REFLECTION,
        date(2025, 3, 12),
        "harbour",
        (
            Line("h6", "Person 2", V, "I left the session thinking that our chief executive turning up for the whole two hours did more than any slide could have done.", "leadership enabler"),
            Line("h7", "Person 2", V, "If I am honest, half of my week still goes on chasing the same numbers from people who owe me nothing.", "data workforce barrier"),
            Line("h8", "Person 2", V, "We say equity in every meeting, and then the first clinic we changed was the one with the easiest patients.", "equity barrier"),
        ),
    ),
    Sheet(
        "d-moorland-1",
        "Moorland workshop 2: whose voice?",
        Kind.WORKSHOP_NOTES,
        date(2025, 3, 19),
        "moorland",
        (
            Line("m1", "Table 1", N, "Execs sponsor the work on paper, have not been seen at a project meeting since November.", "leadership barrier"),
            Line("m2", "Table 2", N, "Interpreters are booked per trust, so patients who move between sites are asked three times.", "equity barrier"),
            Line("m3", "Table 2", N, "One shared dashboard since Feb. People argue about the patients now, not about the numbers.", "data enabler"),
            Line("m4", "Table 3", N, "Backfill money ran out in week six.", "resources workforce barrier"),
            Line("m5", "Table 3", N, "Who decides when two trusts want different things?", "leadership question"),
        ),
    ),
    Sheet(
        "d-moorland-2",
        "Coaching reflection, Moorland, May",
        Kind.COACHING_REFLECTION,
        date(2025, 5, 8),
        "moorland",
        (
            Line("m6", "Person 5", V, "Once the two medical directors had been round each other's wards, the e-mails got shorter and the answers came faster.", "relationships leadership enabler"),
            Line("m7", "Person 5", V, "I would not say we lack time. We lack the nerve to stop doing things.", "workforce leadership"),
        ),
    ),
    Sheet(
        "d-webinar-1",
        "Learning webinar: improving with communities",
        Kind.WEBINAR_TRANSCRIPT,
        date(2025, 4, 24),
        None,
        (
            Line("w0", "Facilitator", V, "Thank you everybody, we will take a short break and come back at quarter past.", ""),
            Line("w1", "Person 7", V, "You asked us what we thought after you had printed the leaflet. Ask us before, and pay the bus fare.", "community-voice equity barrier"),
            Line("w2", "Person 6", V, "When Person 7 sat on the design group we dropped the online form altogether, because it was never going to reach the people we were missing.", "community-voice equity enabler"),
            Line("w3", "Person 9", V, "As an executive I had to learn to sit at the back and say nothing. It turns out that is leadership as well.", "leadership enabler"),
            Line("w4", "Person 1", V, "We put the equity measure on the first page of the board report, above finance, and the conversation changed.", "leadership equity enabler"),
            Line("w5", "Person 10", V, "Our nurses have the ideas. What they do not have is forty minutes together in one room.", "workforce barrier"),
            Line("w6", "Person 11", V, "Could we please agree what we mean by a missed appointment before we publish a league table?", "data question"),
        ),
    ),
    Sheet(
        "d-riverside-1",
        "Riverside workshop 3: from plan to practice",
        Kind.WORKSHOP_NOTES,
        date(2025, 6, 17),
        "riverside",
        (
            Line("r1", "Table 1", N, "Community partners now co-chair; meetings moved to 6pm at the library.", "community-voice enabler"),
            Line("r2", "Table 1", N, "Data sharing agreement signed after 9 months. Two people left waiting for it.", "data barrier"),
            Line("r3", "Table 2", N, "Board walkabouts: good when they ask 'what gets in your way', bad when it is a photo call.", "leadership"),
            Line("r4", "Table 2", N, "ACTION: put travel costs for community partners into the core budget.", "resources community-voice action"),
            Line("r5", "Table 3", N, "Small pot of £2,000 that teams can spend without a form has done more than the grant.", "resources enabler"),
        ),
    ),
    Sheet(
        "d-fenland-1",
        "Coaching reflection, Fenland, June",
        Kind.COACHING_REFLECTION,
        date(2025, 6, 25),
        "fenland",
        (
            Line("f1", "Person 9", V, "I protected one morning a fortnight for the team and had to defend it four times in a single quarter.", "workforce leadership enabler"),
            Line("f2", "Person 9", V, "What I do not see yet is a single member of the travelling community in any of our rooms.", "equity community-voice barrier"),
            Line("f3", "Person 9", V, "Trust came back the day we showed them our bad numbers first.", "relationships data enabler"),
        ),
    ),
    Sheet(
        "d-survey-2",
        "Progress survey, wave 2: free text",
        Kind.SURVEY,
        date(2025, 7, 10),
        None,
        (
            Line("s1", "respondent 4", V, "More board time for this, please, and less for reporting on it.", "leadership barrier"),
            Line("s2", "respondent 9", V, "Still no protected time on nights.", "workforce barrier"),
            Line("s3", "respondent 12", V, "The peer visits were the best day of the year.", "relationships enabler"),
            Line("s4", "respondent 14", V, "I cannot see our own patients in the data we are shown.", "data equity barrier"),
        ),
    ),
)  # fmt: skip
