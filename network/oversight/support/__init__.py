"""Contacts of Sở Tư pháp, and help requests that it answers (R29)."""
