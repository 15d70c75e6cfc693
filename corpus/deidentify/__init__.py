"""Names and numbers of people out of the material, before anything is stored, embedded or shown."""

from learnbrief.corpus.deidentify.edits import Edit, Remapping, apply_edits, remap, settle
from learnbrief.corpus.deidentify.keyfile import Keyfile
from learnbrief.corpus.deidentify.originals import Originals
from learnbrief.corpus.deidentify.process import Deidentified, Deidentifier, Mark
from learnbrief.corpus.deidentify.register import Register, parse_register, propose_participants, read_register
from learnbrief.corpus.deidentify.suspicion import default_flagger

__all__ = [
    "Deidentified", "Deidentifier", "Edit", "Keyfile", "Mark", "Originals", "Register", "Remapping", "apply_edits", "default_flagger",
    "parse_register", "propose_participants", "read_register", "remap", "settle",
]  # fmt: skip
