"""Mask an email address so that only its owner recognises it."""


def masked(email: str) -> str:
    """Return a masked address, e.g. "la***@gmail.com".

    People forward mails with their links more often than expected.
    """
    name, _, host = email.rpartition("@")
    return f"{name[:2]}***@{host}" if len(name) > 2 else f"***@{host}"
