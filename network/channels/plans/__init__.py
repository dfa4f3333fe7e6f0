"""Plans for social networks: written, approved by the leader, carried on (R13)."""
