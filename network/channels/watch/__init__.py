"""The month's look at the platforms: prepared searches, what they showed, names compared."""
