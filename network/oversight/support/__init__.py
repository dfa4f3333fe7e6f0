"""How to reach Sở Tư pháp, and requests for help that it answers (R29)."""
