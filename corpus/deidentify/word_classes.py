"""Classes of the words, and of the marks, that stand beside a word that may be a given name."""

from learnbrief.corpus.deidentify.spellings import TITLES
from learnbrief.corpus.deidentify.verbs import AUXILIARIES, BEING, SPEAKING
from learnbrief.corpus.deidentify.words import word_set

# A neighbour counts by its class, never by itself: what is learned of 'rang' then holds for 'phoned'.
CLASSES = {
    "speaking": SPEAKING,
    "being": BEING,
    "auxiliary": AUXILIARIES,
    "title": TITLES,
    "addressing": word_set("hi hello dear hey cheers thanks thank fao cc welcome goodbye congratulations bravo attn"),
    "named": word_set("called named name names"),
    "to": word_set("to"),
    "and": word_set("and or nor with"),
    "but": word_set("but so yet"),
    "of": word_set("of"),
    "determiner": word_set("the a an this that these those every each any all no some both another such"),
    "possessive": word_set("my our your their his her its whose"),
    "subject": word_set("i we you they he she it there everyone everybody people someone somebody nobody anyone anybody"),
    "object": word_set("me us them him himself herself"),
    "before a person": word_set("from by for about like than without as"),
    "before a thing": word_set("in on at into over under through during after before since until between within per via"),
    "opens a clause": word_set("that when because if while where what how why who whether which although once though unless"),
    "not": word_set("not never only just also even still already always really then now"),
    "post": word_set(
        "sister nurse matron auntie aunty uncle consultant midwife sergeant constable ate kuya tita tito brother father"
        " mother"
    ),
    "kin": word_set(
        "son daughter mum dad husband wife neighbour friend colleague cousin nephew niece grandson granddaughter"
        " grandmother grandfather nan grandad partner carer baby boy girl manager mentor coach supervisor porter"
        " interpreter champion trainee student"
    ),
    "reaches": word_set(
        "ask asked asking tell told telling rang ring ringing phoned met meet thank thanked thanking copy copied invite"
        " invited heard paired visited visit watched helped remind reminded email emailed call let gave give handed show"
        " showed find found see saw believe said say says think know knew wish hope hoped noticed send sent join joined"
    ),
    "facility": word_set(
        "ward house centre center unit suite clinic hospital hospice surgery road street lane close court room building"
        " school college church chapel park wing lodge garden gardens month day week weekend event festival flag bank"
        " holiday award awards trust foundation project programme campaign appeal app period zone rating alert status"
        " list group table team"
    ),
}  # fmt: skip
BREAKS = frozenset({"start", "stop", "comma", "colon", "semicolon", "bracket", "dash", "quote", "slash", "line"})
MARKS = (
    (".!?…", "stop"), (",", "comma"), (":", "colon"), (";", "semicolon"), ("()[]", "bracket"), ("\"“”‘", "quote"), ("/|&+", "slash"),
)  # fmt: skip
