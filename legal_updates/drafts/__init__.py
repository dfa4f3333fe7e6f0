"""Drafts: documents named by sources and missing from the register, waiting for confirmation."""
