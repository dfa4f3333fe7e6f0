"""Generated networks of any size for load tests: agencies with users, articles and files, in
bulk."""
