"""Admin views for practices, used by agencies and the Department of Justice."""
