"""The agency admin's screens: who serves the agency in which role, and who is invited to."""
