import subprocess
import sys

HEAVY = (
    "numpy",
    "pandas",
    "altair",
    "vl_convert",
    "scipy",
    "torch",
    "spacy",
    "docx",
    "pptx",
    "typst",
    "xlsxwriter",
    "prefect",
)
OURS = (
    "brief.build",
    "layout.charts",
    "export.coding_tables",
    "export.xlsx",
    "render",
    "render.docx",
    "render.html",
    "render.markdown",
    "render.pdf",
    "render.pptx",
)


def test_looking_at_briefs_brings_in_nothing_heavy():
    """The command line and the app start with these; what draws or writes is loaded when it is asked for."""
    lines = [f"import learnbrief.outputs.{name}" for name in OURS]
    program = "; ".join(["import sys", *lines, f"print([name for name in {HEAVY} if name in sys.modules])"])

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
