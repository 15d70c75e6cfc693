"""Two pages for a board, in Word and PDF: as many statements as fit them."""

from io import BytesIO

from learnbrief.outputs.hub.boards import MOST, Answered, resource
from learnbrief.outputs.render.docx import AS_WORD_SETS_IT, outline_docx
from learnbrief.outputs.render.fitting import first_that_fits
from learnbrief.outputs.render.pdf import POINTS
from learnbrief.outputs.render.typesetting import typeset

PAGES = 2
FORMS = ("docx", "pdf")


def resource_files(found: Answered) -> dict[str, bytes]:
    """The question answered, by format; both hold the same, which fits two pages of either."""
    brief = found.briefs[0]
    most = first_that_fits(
        MOST, lambda most: _pages(typeset(brief, resource(found, most), {}, AS_WORD_SETS_IT)) <= PAGES
    )
    page = resource(found, most)
    return {"docx": outline_docx(brief, page), "pdf": typeset(brief, page, {}, POINTS)}


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return len(document)
    finally:
        document.close()
