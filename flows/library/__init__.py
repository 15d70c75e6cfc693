"""learnbrief for notebooks and pipelines: what stands here is documented, tested and kept from version to version.

Everything below is de-identified as the app shows it. No original text, no name and no key is reached from here.

```python
from learnbrief.flows.library import open_programme

programme = open_programme("demo-programme")
programme.excerpts()     # a row per excerpt, as a pandas DataFrame
```
"""

from learnbrief.corpus.codebook import Codebook, Theme, default_codebook, read_codebook
from learnbrief.corpus.errors import BadInput, LearnbriefError
from learnbrief.flows.exchange.importing import Imported
from learnbrief.flows.library.frames import Frames
from learnbrief.flows.library.programme import OpenProgramme, Taught, new_programme, open_programme
from learnbrief.flows.library.reading import FileRead, read_file
from learnbrief.flows.library.topics import topic_model
from learnbrief.flows.orchestration.start import Done
from learnbrief.nlp.tagging.estimator import ThemeTagger

__all__ = [
    "BadInput", "Codebook", "Done", "FileRead", "Frames", "Imported", "LearnbriefError", "OpenProgramme", "Taught", "Theme", "ThemeTagger",
    "default_codebook", "new_programme", "open_programme", "read_codebook", "read_file", "topic_model",
]  # fmt: skip
