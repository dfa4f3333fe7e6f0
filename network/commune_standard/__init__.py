"""The commune standard of access to law: indicators as data, filled from the network's work
(ADR 80)."""
