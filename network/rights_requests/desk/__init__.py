"""Admin views for officers who answer rights requests."""
