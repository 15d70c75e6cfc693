"""Findings: points and matters over all evidence, with the quotes that show them, who differed and who was silent."""

from nlp.findings.gather import Background, without_copies
from nlp.findings.messages import messages
from nlp.findings.tell import distil

__all__ = ["Background", "distil", "messages", "without_copies"]
