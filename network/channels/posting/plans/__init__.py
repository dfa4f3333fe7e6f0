"""Plans for social networks: written, approved by the leader, continued (R13)."""
