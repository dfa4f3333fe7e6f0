"""The screens of daily work: what waits, the review desk, the decision log."""
