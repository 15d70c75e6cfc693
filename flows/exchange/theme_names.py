"""Names of themes as people write them, read as themes of the codebook."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable

from learnbrief.corpus.codebook import Codebook, Facet
from learnbrief.corpus.coding.table import CodedPassage
from learnbrief.corpus.identity import slug
from learnbrief.corpus.readers.characters import tidy


class ThemeNames:
    """Names of themes as people write them; what the codebook does not have is counted."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._facet = {theme.slug: theme.facet for theme in codebook.themes}
        self._known = {
            key: theme.slug for theme in codebook.themes for key in (tidy(theme.name).casefold(), slug(theme.name))
        } | {theme.slug: theme.slug for theme in codebook.themes}
        self._counts: Counter[str] = Counter()

    def of(self, passage: CodedPassage) -> tuple[set[str], set[str]]:
        """Themes and stances the passage names, and those for which its silence tells something.

        Where a name is unknown silence tells nothing: the name may be one of ours, misspelt.
        """
        found = [slug for name in (*passage.themes, *(passage.stances or ())) for slug in self._slugs_of(name)]
        named = {one for one in found if one}
        if not passage.whole or None in found:
            return named, set()
        facets = {Facet.TOPIC} | ({Facet.STANCE} if passage.stances is not None else set())
        return named, self._of_facets(facets | {self._facet[one] for one in named})

    def _slugs_of(self, name: str) -> list[str | None]:
        """The themes that a cell names; some programs part codes by commas, which names of codes may hold too."""
        parts = [part.strip() for part in name.split(",") if part.strip()]
        if len(parts) > 1 and self._lookup(name) is None and any(self._lookup(part) for part in parts):
            return [self.slug_of(part) for part in parts]
        return [self.slug_of(name)]

    def _lookup(self, name: str) -> str | None:
        """The theme so called, also where the codes above it are written before it: 'Needs > Barriers'; NVivo parts them by backslashes, Taguette by dots."""
        plain = tidy(name).casefold()
        last = re.split(r"\s*(?:>|\\|::)\s*|\s*:\s+|\.(?=\S)", plain)[-1]
        return next(
            (found for one in (plain, last) if (found := self._known.get(one) or self._known.get(slug(one)))), None
        )

    def facets_of(self, slugs: Iterable[str]) -> set[str]:
        """Every theme of the facets that these are of."""
        return self._of_facets({self._facet[one] for one in slugs} or {Facet.TOPIC})

    def slug_of(self, name: str) -> str | None:
        """The theme so called, by slug or by name; else it is counted as unknown."""
        found = self._lookup(name)
        if found is None:
            self._counts[name] += 1
        return found

    @property
    def topics(self) -> set[str]:
        """Every theme that is no stance."""
        return self._of_facets({Facet.TOPIC})

    @property
    def slugs(self) -> list[str]:
        """Every theme and stance."""
        return list(self._facet)

    @property
    def unknown(self) -> dict[str, str]:
        """Names nobody knows, the most frequent first."""
        told = {}
        for name, count in self._counts.most_common():
            near = difflib.get_close_matches(tidy(name).casefold(), self._known, n=1)
            hint = f"; did you mean {self._known[near[0]]!r}?" if near else ""
            told[name] = f"{count} {'time' if count == 1 else 'times'}{hint}"
        return told

    def _of_facets(self, facets: set[Facet]) -> set[str]:
        return {one for one, facet in self._facet.items() if facet in facets}
