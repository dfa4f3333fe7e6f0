"""What makes a channel known: announcements, posters, badges; and the regulation to fill in."""
