"""The shared list of block words for pages, issued by the overseer (R21c)."""
