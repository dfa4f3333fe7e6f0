"""Mails of the workflow: decisions, preferences and reminders."""
