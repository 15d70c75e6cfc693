"""A better file of a source: it lies where the one before lay, so that the next run reads it as the source's next version."""

from pathlib import PurePath

from learnbrief.corpus.drafts import atomic_write
from learnbrief.corpus.errors import BadInput, NotFound
from learnbrief.corpus.identity import content_hash
from learnbrief.corpus.store import Store
from learnbrief.flows.stages.ingest import material_files
from learnbrief.flows.workspace.workspace import Workspace


def replace_file(workspace: Workspace, store: Store, document_id: str, name: str, content: bytes) -> None:
    """The file lies in the material under the name that the source has; nothing of the store changes yet.

    Raises:
        BadInput: it is of another format, holds the same bytes, or is another source already.
        NotFound: the file that it would replace is no longer among the material.
    """
    incoming = next((one for one in material_files(workspace) if one.document_id == document_id), None)
    if incoming is None:
        raise NotFound(
            "The file of this source is no longer among the material, so nothing can stand in its place; add the new file "
            "on the page Material."
        )
    before, given = incoming.path.suffix.lower(), PurePath(name).suffix.lower()
    if given != before:
        raise BadInput(
            f"{PurePath(name).name}: is a {given or 'file without a suffix'}, and the source is a {before}; save it as "
            f"{before}, or add it as a source of its own and withdraw this one"
        )
    if (digest := content_hash(content)) == incoming.content_hash:
        raise BadInput(f"{PurePath(name).name}: holds what this source holds already; nothing was changed")
    twin = store.documents.by_content(digest)
    if twin is not None and twin != document_id:
        raise BadInput(
            f"{PurePath(name).name}: has the same content as {store.documents.get(twin).title!r}, another source"
        )
    atomic_write(incoming.path, content, mode=0o600)
