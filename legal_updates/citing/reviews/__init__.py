"""Reviews: an agency's tasks to compare pages with changed documents."""
