"""Between web server and Django: what a slow client could hold up is kept out of threads."""
