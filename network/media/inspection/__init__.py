"""Find programs, macros, scripts and links out in uploaded and stored files."""
