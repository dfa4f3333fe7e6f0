"""Verdicts of the overseer on evidence: what does not count, the agency's answer, the decision."""
