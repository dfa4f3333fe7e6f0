"""How fast agencies tell citizens of new documents and policies (R4)."""
