"""How many visited pages a browser saves for reading offline, and for how many days."""

PAGES_SAVED, DAYS_SAVED = 40, 30
