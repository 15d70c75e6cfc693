"""Names that stand for a disease, a score, a rule or a programme: they must stay, whoever once bore them."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from learnbrief.corpus.deidentify.words import Word

_CAPITAL = r"[A-Z][\w'’-]+"
_DISEASES = (
    "Parkinson Crohn Alzheimer Down Huntington Hodgkin Raynaud Sjogren Sjögren Bell Addison Cushing Graves Meniere Ménière Tourette Asperger"
    " Perthes Paget Hashimoto Dupuytren Wilson Kawasaki Turner Marfan Behcet Still Barrett Pick Lewy Wernicke Korsakoff Edwards Patau Rett"
)
_ILLNESS = r"disease|syndrome|palsy|lymphoma|chorea|dementia|sarcoma|tumour|contracture|fracture|bod(?:y|ies)|phenomenon|oesophagus"
_SUFFERERS = r"patients?|people|carers?|famil(?:y|ies)|nurses?|service|clinic|team|specialist|support|groups?|UK|Society|Association|care"
# Not 'model', 'method' or 'test': the Okonkwo method is a colleague's, the Barthel index is nobody's in the room.
_MEASURE = r"index|indices|scores?|scoring|scales?|stool chart|frailty|criteria|classification|coma scale|staging|diagram|questionnaire|inventory|interview|catheters?|manoeuvre|thermometers?|cycle time"
_NAMED_RULE = r"Rule|Law|Gang|Charter"
# Public inquiries and their reports; 'the Okonkwo review' is a colleague's.
_INQUIRIES = (
    "Berwick Bournewood Carter Cass Clothier Cumberlege Darzi Dilnot Francis Fuller Hewitt Hillsborough Infected Kark Keogh Kirkup Lampard Laming"
    " Macpherson Marmot Messenger Munro Naylor Nolan Ockenden Paterson Rose Shipman Thirlwall Wanless Winterbourne"
)
_OF_INQUIRIES = r"report|review|inquiry|enquiry|recommendations|findings|principles|gap"
# Those whose models, cycles and coefficients everybody in improvement knows.
_THINKERS = (
    "Ansoff Argyris Belbin Bevan Beveridge Bloom Bonferroni Bowlby Cialdini Cohen Cronbach Deming Donabedian Drucker Dweck Edmondson Erikson Fisher Freud Gantt Gibbs Goodhart Hawthorne Herzberg"
    " Goffman Ishikawa Johari Juran Kahneman Kano Kendall Kirkpatrick Knowles Kolb Kotter Krippendorff Lencioni Lewin Likert Maslow McGregor McKinsey Mintzberg Pareto"
    " Parkinson Pearson Porter Pugh Rogers Schein Schön Schon Senge Shewhart Spearman Tuckman Vroom Vygotsky Weick"
)
_OF_THINKERS = (
    r"alpha|kappa|rho|tau|law|cycle|model|models|theor(?:y|ies)|stages?|steps?|levels?|hierarchy|triangle|pyramid|roles|test|chart|diagram"
    r"|principles?|window|effect|attachment theory|fishbone|mindset|ladder|zone|force field|(?:two|three|four|five|six|seven|eight|fourteen) \w+|reflective cycle|change model|iceberg|coefficient"
)
_CASES = "Gillick|Fraser|Bolam|Bolitho|Montgomery|Caldicott|Pygmalion"
_STANDING = (
    rf"\b(?i:the|our|that|since|after) ((?:{_INQUIRIES.replace(' ', '|')}) (?:{_OF_INQUIRIES}))\b",
    rf"\b(?:{_THINKERS.replace(' ', '|')})(?:['’]s)? (?:{_OF_THINKERS})\b",
    rf"\b(?:{_THINKERS.replace(' ', '|')})['’]s [rd]\b",
    rf"\b(?:{_CASES}) (?:competen(?:t|ce|cy)|guidelines?|test|guardians?|principles|consent|ruling|effect)\b",
    r"\b(?:Peter Principle|Occam['’]s razor|Murphy['’]s law|Hobson['’]s choice|Pandora['’]s box|Achilles['’]? heel|Maxwell['’]s demon)(?!\w)",
    r"\b(?:Lansley|Beveridge|Bevan|Thatcher|Blair|Griffiths|Salmon|Cogwheel) (?:reforms?|report|era|years)\b",
    # without an apostrophe, as charities and textbooks write them: 'Down syndrome', 'Lewy body dementia'
    rf"\b(?:{_DISEASES.replace(' ', '|')}) (?:{_ILLNESS})\b",
    rf"\b(?:{_DISEASES.replace(' ', '|')})['’]?s (?:{_ILLNESS})\b",
    # alone, as people write it: 'with Parkinson's', 'Crohn's, Alzheimer's and Down's were not asked'
    rf"(?:\b(?:with|has|had|have|having|for|of|from|and|or)|,) ((?:{_DISEASES.replace(' ', '|')})['’]s)(?!\w)",
    rf"\b(?:{_DISEASES.replace(' ', '|')})['’]s(?= (?:{_SUFFERERS})\b)",
    # 'the Barthel index', 'our Likert scales': an article, one name, and what measures
    rf"\b(?i:the|an?|our|their|each) ({_CAPITAL}) (?:[a-z]+ )?(?:{_MEASURE})\b",
    rf"\b{_CAPITAL}['’]s (?:{_NAMED_RULE})\b",
)
_EPONYMS = tuple(map(re.compile, _STANDING))


def eponyms(text: str, found: Sequence[Word]) -> set[int]:
    """Indices of the words of a text whose name stands for a thing."""
    starts = [word.start for word in found]
    inside: set[int] = set()
    for pattern in _EPONYMS:
        for match in pattern.finditer(text):
            start, end = match.span(1) if match.re.groups else match.span()
            inside.update(range(bisect_left(starts, start), bisect_left(starts, end)))
    return inside
