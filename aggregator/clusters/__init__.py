"""One policy, one card: items of several sources about the same policy stand together.

The card is the item the others point at (`LibraryItem.duplicate_of`), so that lists and searches
show one row per policy without a further table. Which items belong together is decided by
`feeds.cluster` when an item comes in, or by a reviewer; what is stored already, the machine does
not move from one cluster to another, so that a reviewer's word stands.
"""
