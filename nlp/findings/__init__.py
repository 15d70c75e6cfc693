"""Findings: what several people said alike, with the quotes that show it, who differed and who was silent."""

from nlp.findings.distil import distil
from nlp.findings.material import without_copies
from nlp.findings.messages import messages

__all__ = ["distil", "messages", "without_copies"]
