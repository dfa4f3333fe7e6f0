"""New policies that agencies owe their citizens a word about (R4)."""
