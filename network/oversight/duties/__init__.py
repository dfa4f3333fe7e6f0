"""What a decree asks of the network as a whole: measured lines, declared lines, and the dossier
(ADR 91)."""
