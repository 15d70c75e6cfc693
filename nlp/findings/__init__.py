"""Findings: points and matters over all evidence, with the quotes that show them, who differed and who was silent."""

from learnbrief.nlp.findings.gather import Background, without_copies
from learnbrief.nlp.findings.messages import messages
from learnbrief.nlp.findings.reach import Said, reach
from learnbrief.nlp.findings.tell import distil

__all__ = ["Background", "Said", "distil", "messages", "reach", "without_copies"]
