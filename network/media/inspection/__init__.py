"""Find programs, macros, scripts and external links in uploaded and stored files."""
