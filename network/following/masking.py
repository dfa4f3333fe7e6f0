"""A mail address that only its owner recognises."""


def masked(email: str) -> str:
    """Return the address so that its owner knows it and nobody else learns it: "la***@gmail.com".

    A mail is passed on more often than people think, with its links in it.
    """
    name, _, host = email.rpartition("@")
    return f"{name[:2]}***@{host}" if len(name) > 2 else f"***@{host}"
