"""How satisfied citizens are with a page: rating, nightly sums, and the officers' list.

Nothing here ties an answer to a person (docs/adr/0085-rating.md).
"""
