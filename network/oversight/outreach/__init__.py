"""What agencies do so that people know their section (R9)."""
