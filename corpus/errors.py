"""Every error a user can meet, drawn as one tree.

LearnbriefError
├── BadInput               something a person gave us and can mend; always names it and the remedy
│   ├── UnreadableSource   a material file no reader can read
│   │   └── HostileFile    a file built to harm: bombs, path tricks, entities
│   ├── MissingDetails     kind, event, date or collaborative cannot be told
│   ├── SameContent        this very content is already in the store
│   ├── BadCodebook
│   ├── BadRegister        participants.csv
│   ├── BadSettings        learnbrief.toml
│   └── BadCoding          a table of labels, an exchange file
├── NotFound               an id nobody has
├── NotInstalled           a package that only an extra brings
├── ModelUnavailable       weights missing or not what they should be
├── StaleEdit              someone changed it since the page was opened
│   └── LeaseLost          a worker's job is no longer its own
├── NoRoom                 the disk is full, or can no longer be written
├── FilesHeld              files of a brief that another program has open; the brief itself is kept
├── StoreTrouble           the store cannot be used as it should be just now; what it holds is unharmed
│   ├── StoreBusy          another program writes, for longer than we wait
│   ├── StoreUnreachable   the file is gone, or the server does not answer or lets nobody in
│   └── ReadOnly           it can be read and not written
├── NotAllowed             a rule of the programme forbids it (unconfirmed source, approved brief, ...)
└── BrokenStore            the store contradicts itself: a bug or a damaged file, never a user's fault
"""


class LearnbriefError(Exception):
    """What learnbrief says in one line instead of a traceback."""


class BadInput(LearnbriefError):
    """Something a person gave and can mend."""


class UnreadableSource(BadInput):
    """A material file that cannot be read."""


class HostileFile(UnreadableSource):
    """A file built to harm whoever opens it."""


class MissingDetails(BadInput):
    """Kind, event, date or collaborative of a source cannot be told."""


class SameContent(BadInput):
    """The same content is already stored."""


class BadCodebook(BadInput):
    """A codebook that contradicts itself."""


class BadRegister(BadInput):
    """A participant register that cannot be used."""


class BadSettings(BadInput):
    """Settings that cannot be used."""


class BadCoding(BadInput):
    """A table of coding or an exchange file that cannot be used."""


class NotFound(LearnbriefError):
    """An id that nothing has."""


class NotInstalled(LearnbriefError):
    """A package that a lean install leaves out; the message says what to install."""


class ModelUnavailable(LearnbriefError):
    """Model weights that are missing or are not the ones we pinned."""


class StaleEdit(LearnbriefError):
    """A change based on a state that someone has changed since."""


class LeaseLost(StaleEdit):
    """A job that its worker no longer holds; nobody but workers meet it."""


class NoRoom(LearnbriefError):
    """A disk that is full or can no longer be written."""


class FilesHeld(LearnbriefError):
    """Files of a brief that another program has open; the brief itself is kept."""


class StoreTrouble(LearnbriefError):
    """A store that cannot be used as it should be just now."""


class StoreBusy(StoreTrouble):
    """A store that another program has been writing to for longer than we wait."""


class StoreUnreachable(StoreTrouble):
    """A store that is gone, or whose server does not answer or lets nobody in."""


class ReadOnly(StoreTrouble):
    """A store, or a whole workspace, that can be read and not written."""


class NotAllowed(LearnbriefError):
    """A step that a rule of the programme forbids for now; the message says what would allow it."""


class BrokenStore(LearnbriefError):
    """Stored records that contradict each other."""


def file_trouble(err: OSError) -> str:
    """What the system says of a file, and what to look at."""
    return f"{err.filename or 'file system'}: {err.strerror or err}; check the path, rights and disk space"
