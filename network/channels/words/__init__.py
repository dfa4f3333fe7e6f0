"""The shared list of words that pages hold back, issued by Sở Tư pháp (R21c)."""
