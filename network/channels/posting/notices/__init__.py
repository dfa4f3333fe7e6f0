"""Announcements, posters and badges of channels, and the regulation template."""
