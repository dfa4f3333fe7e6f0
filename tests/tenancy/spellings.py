"""Ways to write a key that somebody on the way, Django or PostgreSQL, may read as that key."""

from collections.abc import Callable

# Digits of another script are digits to Python: int("٥") is 5.
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda key: f"+{key}",
    lambda key: f"{key} ",
    lambda key: f"0_{key}",
    lambda key: f"{key}.0",
    lambda key: key.translate(ARABIC),
)


def spelled(key: object) -> list[str]:
    """Return the key in every other spelling."""
    return [spell(str(key)) for spell in SPELLINGS]
