"""Clusters: items of several sources about the same policy are shown as one card.

The card is the item that the others point to (`LibraryItem.duplicate_of`), so lists and searches
show one row per policy without another table. `feeds.cluster` assigns an item to a cluster when it
arrives, or a reviewer does. Stored items are never moved automatically, so that a reviewer's
decision is kept.
"""
