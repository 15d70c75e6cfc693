"""What evaluators did to a brief, applied to the findings: the record stays, the findings are a view of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from learnbrief.corpus.finding import Clause, Finding, named_by
from learnbrief.corpus.tag import Action, Review
from learnbrief.outputs.brief.brief import MOST_MESSAGES, Written
from learnbrief.outputs.brief.mending import (
    MOST_QUOTES,
    Ground,
    headed_by,
    merged,
    narrowed,
    started,
    widened,
)
from learnbrief.outputs.brief.subjects import under_subject

STRUCTURAL = {Action.MERGE, Action.SPLIT, Action.START, Action.INCLUDE, Action.EXCLUDE}
EDITORIAL = STRUCTURAL | {
    Action.REWORD,
    Action.REORDER,
    Action.DROP,
    Action.PIN,
    Action.QUOTES,
    Action.HEADLINE,
    Action.RELEASE,
    Action.CONFIRM_COUNTER,
    Action.DISMISS_COUNTER,
    Action.WRITE,
}


@dataclass(frozen=True, slots=True)
class Edited:
    """The findings as evaluators left them."""

    findings: tuple[Finding, ...]
    messages: tuple[str, ...]
    confirmed_counter: dict[str, tuple[str, ...]]
    dropped: int
    """Findings that an evaluator left out."""
    touched: bool
    """Whether any editorial review applied."""
    released: frozenset[str] = frozenset()
    """Findings whose headline clause may be published although few voices stand behind it."""


def edit(
    findings: Sequence[Finding], messages: Sequence[str], reviews: Sequence[Review], about: set[str], ground: Ground
) -> Edited:
    """Findings with everything applied that evaluators did, in the order in which they did it.

    `about` holds the names under which the brief itself may be the target. Structure comes first and words after it,
    so that a wording survives whatever is joined or parted around it.
    """
    editorial = [review for review in reviews if review.action in EDITORIAL]
    desk = _Desk({finding.finding_id: finding for finding in findings}, ground)
    for review in editorial:
        if review.action is not Action.START or review.target in about:
            desk.apply(review)
    words = _Words.of(editorial, desk)
    edited = {key: words.on(finding, ground) for key, finding in desk.findings.items()}
    dropped = {review.target for review in editorial if review.action is Action.DROP} & set(edited)
    order = [desk.now(one) for one in _order(editorial, about)]
    kept = [key for key in _sorted(list(edited), order) if key not in dropped]
    wanted = list(dict.fromkeys(desk.now(key) for key in _with_pins(messages, editorial)))
    chosen = [key for key in _sorted(wanted, order) if key in kept][:MOST_MESSAGES]
    edited, told = _disjoint(edited, chosen, ground)
    return Edited(
        findings=tuple(edited[key] for key in kept),
        messages=tuple(told),
        confirmed_counter=words.confirmed,
        dropped=len(dropped),
        touched=any(review.target in about or desk.now(review.target or "") in edited for review in editorial),
        released=frozenset(key for key in kept if key in words.released and words.released[key] == edited[key].clause),
    )


def born_of(review: Review) -> str | None:
    """The id of the finding that a review made of chosen excerpts; None for a review that made none."""
    if review.action not in (Action.SPLIT, Action.START):
        return None
    return str(review.payload.get("finding") or named_by(map(str, review.payload.get("excerpts", ()))))


@dataclass(slots=True)
class _Desk:
    """The findings while evaluators' acts on their structure are applied, one after the other."""

    findings: dict[str, Finding]
    ground: Ground
    joined: dict[str, str] = field(default_factory=dict)
    """Finding to the one it was made part of."""

    def now(self, finding_id: str) -> str:
        """The finding that an id stands for, through every merger."""
        while finding_id in self.joined:
            finding_id = self.joined[finding_id]
        return finding_id

    def apply(self, review: Review) -> None:
        """One act; what it speaks of may be gone by now, and then nothing happens."""
        target, payload = self.now(review.target or ""), review.payload
        match review.action:
            case Action.MERGE:
                self._merge(target, payload)
            case Action.SPLIT:
                self._split(target, _ids(payload, "excerpts"), born=born_of(review) or "")
            case Action.START:
                self._start(_ids(payload, "excerpts"), born=born_of(review) or "")
            case Action.INCLUDE:
                self._include(target, payload)
            case Action.EXCLUDE:
                self._exclude(target, payload)

    def _merge(self, target: str, payload: Mapping[str, object]) -> None:
        named = dict.fromkeys(self.now(other) for other in _ids(payload, "others"))
        if target not in self.findings:
            return
        others = [other for other in named if other != target and other in self.findings]
        if others:
            parts = [self.findings.pop(other) for other in others]
            self.findings[target] = merged(self.findings[target], parts, self.ground)
        # also those that a later run made part of it by itself: what was written for them goes on
        self.joined |= {other: target for other in named if other != target}

    def _split(self, target: str, excerpts: Sequence[str], *, born: str) -> None:
        finding = self.findings.get(target)
        chosen = [one for one in finding.evidence if one in excerpts] if finding else []
        if finding is None or not chosen or len(chosen) == len(finding.evidence):
            self._go_on(born, excerpts)
            return
        own = started(chosen, self.ground, candidates=finding.candidates, identity=born)
        left = narrowed(finding, chosen, self.ground)
        if left:
            self._place(own, after=target)
            self.findings[target] = left

    def _start(self, excerpts: Sequence[str], *, born: str) -> None:
        chosen = self.ground.present(excerpts)
        if not chosen or self._go_on(born, chosen):
            return
        self._leave_others(chosen)
        self._place(started(chosen, self.ground, identity=born), after=None)

    def _go_on(self, born: str, excerpts: Sequence[str]) -> bool:
        """Whether a later run has grouped chosen excerpts by itself: what was written for them then goes on there."""
        chosen = set(self.ground.present(excerpts))
        holder = next((key for key, one in self.findings.items() if chosen and chosen <= set(one.evidence)), None)
        if holder is not None and holder != born:
            self.joined[born] = holder
        return holder is not None

    def _include(self, target: str, payload: Mapping[str, object]) -> None:
        for excerpt in self.ground.present([str(payload.get("excerpt", ""))]):
            if target in self.findings:
                self._leave_others([excerpt], but=target)
                self.findings[target] = widened(
                    self.findings[target], excerpt, self.ground, says=bool(payload.get("says"))
                )

    def _exclude(self, target: str, payload: Mapping[str, object]) -> None:
        if target in self.findings:
            self._narrow(target, [str(payload.get("excerpt", ""))])

    def _leave_others(self, excerpts: Sequence[str], *, but: str = "") -> None:
        """An excerpt carries one finding: where a person puts it, it leaves the others."""
        for key in list(self.findings):
            if key != but and set(excerpts) & set(self.findings[key].evidence):
                self._narrow(key, excerpts)

    def _narrow(self, target: str, gone: Sequence[str]) -> None:
        if not set(gone) & set(self.findings[target].evidence):
            return
        left = narrowed(self.findings[target], gone, self.ground)
        if left is None:
            del self.findings[target]
        else:
            self.findings[target] = left

    def _place(self, finding: Finding, *, after: str | None) -> None:
        """Right after the finding it came from; one that a person started stands first."""
        ordered = list(self.findings.items())
        at = next((n + 1 for n, (key, _) in enumerate(ordered) if key == after), 0)
        ordered.insert(at, (finding.finding_id, finding))
        self.findings = dict(ordered)


@dataclass(slots=True)
class _Words:
    """What evaluators wrote and chose for each finding; of two the later holds."""

    headings: dict[str, str] = field(default_factory=dict)
    drafters: dict[str, str | None] = field(default_factory=dict)
    """The model that drafted a heading which a person took."""
    clauses: dict[str, Clause] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    """Accepted over a matter of several sides, where no one clause speaks for all."""
    released: dict[str, Clause] = field(default_factory=dict)
    quotes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dismissed: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reviews: Sequence[Review], desk: _Desk) -> "_Words":
        """Those of a finding that was made part of another pass to that one, unless it has its own."""
        words = cls()
        for own in (False, True):  # its own last, so that they win
            for review in reviews:
                if ((review.target or "") not in desk.joined) is own:
                    words.take(review, desk.now(review.target or ""))
        return words

    def take(self, review: Review, target: str) -> None:
        """One review of words, quotes or counter-evidence."""
        payload, clause = review.payload, _clause(review.payload)
        excerpt = str(payload.get("excerpt", ""))
        heading = " ".join(str(payload.get("heading", "")).split())
        if review.action is Action.REWORD and heading:
            self.headings[target] = heading
            self.drafters[target] = str(payload.get("drafted_by") or "") or None
        elif review.action is Action.HEADLINE:
            self._head(target, clause, str(payload.get("subject", "")))
        elif review.action is Action.RELEASE and clause:
            self.released[target] = clause
        elif review.action is Action.QUOTES:
            self.quotes[target] = tuple(_ids(payload, "quotes"))
        elif review.action is Action.CONFIRM_COUNTER:
            self.confirmed[target] = (*self.confirmed.get(target, ()), excerpt)
        elif review.action is Action.DISMISS_COUNTER:
            self.dismissed.setdefault(target, set()).add(excerpt)

    def _head(self, target: str, clause: Clause | None, subject: str) -> None:
        """Of a clause and a subject the later holds."""
        if clause:
            self.clauses[target] = clause
            self.subjects.pop(target, None)
        elif subject:
            self.subjects[target] = subject
            self.clauses.pop(target, None)

    def on(self, finding: Finding, ground: Ground) -> Finding:
        """The finding in the words that hold for it, as far as its evidence still has them."""
        key, clause = finding.finding_id, self.clauses.get(finding.finding_id)
        if clause and clause.excerpt in finding.evidence and clause.end <= len(_text(clause, ground)):
            finding = headed_by(finding, clause, ground)
        if key in self.subjects:
            finding = under_subject(finding, self.subjects[key], ground)
        if key in self.headings:
            finding = replace(
                finding, heading=self.headings[key], heading_from="evaluator", drafted_by=self.drafters[key]
            )
        quotes = tuple(quote for quote in self.quotes.get(key, ()) if quote in finding.evidence)[:MOST_QUOTES]
        gone = self.dismissed.get(key, set())
        return replace(
            finding,
            quotes=quotes or finding.quotes,
            counter=tuple(excerpt for excerpt in finding.counter if excerpt not in gone),
        )


def _text(clause: Clause, ground: Ground) -> str:
    return ground.material.excerpts[clause.excerpt].text


def _clause(payload: Mapping[str, object]) -> Clause | None:
    start, end = payload.get("start"), payload.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and payload.get("excerpt")):
        return None
    return Clause(str(payload["excerpt"]), start, end)


def _ids(payload: Mapping[str, object], name: str) -> list[str]:
    given = payload.get(name)
    return [str(one) for one in given] if isinstance(given, list | tuple) else []


def _disjoint(
    edited: Mapping[str, Finding], messages: Sequence[str], ground: Ground
) -> tuple[dict[str, Finding], list[str]]:
    """Two messages never tell one excerpt twice: the later gives it up, or is no message where nothing else carries it."""
    findings, told, taken = dict(edited), list[str](), set[str]()
    for key in messages:
        shared = taken & set(findings[key].evidence)
        left = narrowed(findings[key], shared, ground) if shared else findings[key]
        if left is not None:
            findings[key] = left
            told.append(key)
            taken |= set(left.evidence)
    return findings, told


def _order(reviews: Sequence[Review], about: set[str]) -> list[str]:
    orders = [review for review in reviews if review.action is Action.REORDER and review.target in about]
    return _ids(orders[-1].payload, "order") if orders else []


def _sorted(ids: list[str], order: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(order) if one in ids] + [one for one in ids if one not in order]


def _with_pins(messages: Sequence[str], reviews: Sequence[Review]) -> list[str]:
    pins = [review.target for review in reviews if review.action is Action.PIN and review.target]
    return list(dict.fromkeys([*pins, *messages]))


def written(reviews: Sequence[Review], about: set[str]) -> Written:
    """The sections that people wrote for this brief; of two versions the later holds."""
    texts: dict[str, str] = {}
    for review in reviews:
        if review.action is Action.WRITE and review.target in about:
            texts[str(review.payload.get("section", ""))] = str(review.payload.get("text", "")).strip()
    return Written(
        why_now=texts.get("why_now", ""),
        questions_for_boards=_lines(texts.get("questions_for_boards", "")),
        unknown=_lines(texts.get("unknown", "")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
