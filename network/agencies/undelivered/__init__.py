"""Mails that could not be delivered: who looks after them reads why, and sends them again."""
