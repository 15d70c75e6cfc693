"""Every number that findings depend on, in one value, each with where it comes from.

'Tuned' means: on the demo and on benchmarks/programmes/practice, never on the programme that is reported.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How likeness is made up, where points and matters are cut, and what it takes to say something."""

    meaning: float = 0.5
    """Share of likeness that the encoder's vectors give (tuned: with words and letters .80/.89 of pairs right on the two)."""
    words: float = 0.3
    """Share of shared words, rare ones more."""
    letters: float = 0.3
    """Share of shared runs of three to five letters: 'prescribe' and 'prescription' meet there."""
    usual: int = 20
    """Excerpts from which the middle of the material is half trusted to be what all of it shares."""
    same_point: float = 0.32
    """Average likeness from which two groups say the same (tuned for four of five pairs right)."""
    same_matter: float = 0.2
    """Average likeness from which two points that share a subject are one matter, among 500 excerpts (tuned for three of
    four pairs right on the practice programme)."""
    more_by_chance: float = 0.02
    """What that cut rises with every doubling of the evidence: among more excerpts more are near by chance (the demo has
    three times as many as the practice programme and needs .23 and more)."""
    by_a_word: float = 0.06
    """How far above the cut of matters mean likeness must lie, or single excerpts that only share a word are no matter: none of them says the same as another
    (two readers found most of such pairs of the second programme to share a word and no point)."""
    subject_share: float = 1 / 3
    """Share of a point's excerpts that must hold the word on which it is joined with another: the issue's rule."""
    common_word: float = 0.08
    """What each word in common with a clause adds to an excerpt's likeness to it (of ten features of 327 pairs of headline and
    member, judged by hand on the demo and the practice programme, the number of common words tells most: AUC .78)."""
    fewest_common: int = 2
    """Words in common below which an excerpt makes no statement of a clause: of 166 such pairs 9 did."""
    most_common: int = 5
    """Common words beyond which more say no more."""
    to_clause: float = 0.3
    """What the meaning of the clause itself adds, beside the likeness to its whole excerpt."""
    same_statement: float = 0.66
    """From which an excerpt makes the statement of a clause, among 500 excerpts (calibrated on those pairs)."""
    statement_by_chance: float = 0.05
    """What that cut rises with every doubling of the evidence: on the demo, three times the practice programme, .74 keeps as
    many of the pairs right as .66 does there."""
    surer: float = 0.1
    """How much closer whoever is counted as the third must come, and anybody to an excerpt that heads nothing: of the third and
    later ones that only just passed the cut, hardly any made the statement."""
    met: float = 0.4
    """How far the words of a clause must be met by those of an excerpt to be counted as the only other one who says it (calibrated on 405 judged pairs of a
    central clause and an excerpt near it: of those that pass all else, 17 wrong ones fall to 3, 25 right ones to 16)."""
    met_among_several: float = 0.3
    """The same where several other sources come near (of such members on four programmes, read one by one, all who say it pass .3)."""
    around: int = 4
    """Voices on one matter of one event from which those who come near each other are taken to say the same: five tables wait for badges,
    each in words of its own."""
    voiced: float = 0.15
    """How far that cut gives way between two who both want something done, or both ask: that they do is half of the statement."""
    central_worth: float = 0.6
    """How well a statement must stand by itself to be central to a material."""
    rich: int = 5
    """Telling words that a statement needs to be central, or to be a message: of the ten most central, two on the demo and six
    on the practice programme carried something planned with any number of words; with five, five and eight."""
    telling: float = 0.3
    """What a clause with so many gains where several could head a statement: 'Of eleven quiet rooms, nine were white patients' leaves
    out what the longer clause of the other source says."""
    informs: float = 0.5
    """How likely words must tell something by themselves to head what one voice says (of 303 headlines of eighteen programmes, judged one by one,
    .93 of those above it would teach a board something, .5 of those below; benchmarks/training/beneath.py)."""
    informs_apart: float = 0.3
    """What weighs beside how near others come, where such words are put in order: of the first three of an event .85 tell something,
    by how likely alone .81, by nearness and clearness, as it was, .70."""
    alone: float = 0.08
    """Centrality from which what one voice says may be read first (tuned on practice: below it are asides)."""
    reads: float = 0.045
    reads_well: float = 0.3
    """From where on a second and third voice is told so too (of those between .2 and .3 on eleven programmes less than half told something planned)."""
    reads_words: int = 2
    reads_worth: float = 0.7
    """From where on what one voice says is told first in a brief on one event, collaborative or theme that has little else; how many
    telling words and how much clearness that takes (read on four programmes: of the first three of an event about two tell
    something that a reader would want to know)."""
    reads_follows: float = 0.5
    """How clear such words must be even where the weights for what tells something speak for them: 'it turned up on the twelfth, short'."""
    result: float = 1.5
    """What words gain that tell by how much something changed: of two programmes' ten points readers missed the results most."""
    likely_meaning: float = 8.97
    likely_words: float = 1.24
    likely_much: float = 1.48
    likely_bias: float = -12.53
    """What nearness in meaning, rare words in common and how much two excerpts say add to how likely they speak of one matter (learned from the
    planned points of thirteen fictional programmes, benchmarks/training/matters.py)."""
    word_by_word: tuple[float, float, float, float] = (20.21, 0.715, 1.065, -12.255)
    """The same word by word: what it adds how far each of two meets the other, rare words in common, how much both say; and the bias."""
    company: tuple[float, float, float, float] = (0.707, 4.267, -2.297, -6.2)
    company_met: tuple[float, float, float, float] = (0.662, 5.198, -2.635, -6.2)
    """What the lean of a pair adds, and the company both keep; the bias; and the lean of a pair that is close to neither. The first where an
    encoder does not tell its tokens, so that the first look is all that leans."""
    own_source: float = 2.0
    """How much less likely, in logits, two of one source are heard as one: of eighteen programmes' pairs that are .8 likely three of four carry the same
    planned point across sources, one of four within a source."""
    one_point: float = 0.6
    """How likely two groups must be heard as one, on average, to make one point."""
    one_matter: float = 0.3
    """The same for points to be one matter."""
    says_so: float = 0.6
    """How likely an excerpt must be heard as one with that which heads a point, to be counted under it."""
    says_alone: float = 0.2
    """How likely it must be of the matter of the heading words by themselves, at a first look (of 243 that pass both .95 speak of the headline's
    matter, .61 make its point; benchmarks/training/beneath.py)."""
    named_by: int = 4
    """Sources that must name a thing in the same words before it is one that many speak of (read on five programmes)."""
    named_small: int = 3
    named_many: int = 8
    """The same where fewer sources than this were heard."""
    named_share: float = 0.07
    named_rarely: int = 8
    """Share of the excerpts, in small material their number, above which a word is what everybody speaks of anyway."""
    named_alike: float = 0.17
    """Mean likeness across sources below which one word means several things ('line', 'call')."""
    near_read: int = 120
    """Excerpts on whose matter most sources are expected, whose clauses are read."""
    near_floor: float = 0.1
    """How likely a source must at least be of a matter to be expected on it: of many sources each a little adds up (on the demo, four times as many sources,
    words that lie near everything led)."""
    near_expected: float = 0.4
    """Sources that must be expected on the matter of such an excerpt."""
    near_weight: float = 0.1
    """What a matter must weigh to be told as one that others come near: of those that weigh less in briefs on one event of eleven programmes
    one of three carried something planned, of those that weigh more five of six."""
    near_kept: int = 30
    """Matters that a brief can be headed by."""
    near_same: float = 0.1
    """How likely an excerpt must be of the matter of one before, not to be told again."""
    near_heads: float = 0.5
    """How likely an excerpt must be of a matter for its clauses to head it."""
    near_worth: float = 0.55
    near_telling: int = 3
    """How clear what heads a matter must be, and of how many telling words."""
    near_quality: float = 0.7
    """Power of how good the words that head a matter are, beside how many sources are expected on it (of thirteen programmes' messages .83
    carry something planned by .7, .85 by .5, .86 by .3, which is noise; read, what .3 puts first on the demo is worse: a ward clerk's day off)."""
    near_cut: float = 0.3
    """How likely another source's excerpt must be of the same matter to stand beside it (of such lines two of three carry the same planned
    point; from .5 on no more do, and fewer are shown)."""
    line_likely: float = 0.4
    line_alone: float = 0.3
    """How likely an excerpt must be of the matter of that of a headline, and of its words by themselves, for its own to stand beneath."""
    near_informs: float = 0.2
    """How much what stands beside must tell."""
    near_of_it: float = 0.75
    near_maybe: float = 0.3
    """Share of the other sources naming it that may, each this likely, speak of a headline's matter for a thing to be told over it:
    'at least 7 sources speak of “form”' stood over one form of seven."""
    few_sources: int = 4
    """Sources below which voices, and not sources, tell how widely something is said."""
    copy: float = 0.85
    """Likeness in words from which two passages of one event are one utterance, written down twice."""
    two_thirds: float = 2 / 3
    """Share of the votes below which a side is not told as the point's: a majority is no consensus."""
    strong_lean: float = 0.6
    """Lean of one excerpt from which it stands apart from a group of the other side: a suggestion that counts, unopposed."""
    vote_lean: float = 0.25
    """Lean from which an excerpt has a vote on the side of its group."""
    theme_vote: float = 0.4
    """Mean trust in a theme from which it is the point's, where half of its excerpts carry it: two of three likely ones do."""
    silence_excerpts: int = 12
    """Attributed excerpts of a collaborative below which its silence says nothing."""
    silence_sources: int = 4
    """Sources a matter needs before anybody's silence on it is told: each shows another way of saying it."""
    silence_below: float = 0.2
    """Likeness that no excerpt of a silent collaborative may reach (on the practice programme true and false silences of
    narrower matters could not be told apart by likeness at all, so that silence is told seldom)."""
    headline_words: int = 20
    """Longest headline."""
    counter: float = 0.24
    """Likeness to the two nearest of a finding's excerpts from which an opposite excerpt speaks about the same matter."""

    def matter_cut(self, excerpts: int) -> float:
        """The cut for matters in evidence of this many excerpts, never below that of small material."""
        return max(0.18, self.same_matter + self.more_by_chance * math.log2(max(excerpts, 1) / 500))

    def statement_cut(self, excerpts: int) -> float:
        """The cut for members of a statement in evidence of this many excerpts."""
        return self.same_statement + self.statement_by_chance * math.log2(max(excerpts, 125) / 500)


WEIGHTS = Weights()
