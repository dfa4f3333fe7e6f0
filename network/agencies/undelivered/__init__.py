"""Undelivered mails: admins see the reason and can send them again."""
