"""Mails of the workflow: who gets which, once, and the reminders of what waits too long."""
