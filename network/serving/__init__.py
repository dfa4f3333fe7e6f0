"""Layer between web server and Django that keeps slow clients from occupying threads."""
