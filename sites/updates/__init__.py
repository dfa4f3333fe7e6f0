"""How fast agencies report on new documents and policies (R4)."""
