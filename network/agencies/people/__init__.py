"""The agency admin's screens for members and invitations."""
