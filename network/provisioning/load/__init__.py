"""A network of any size for measuring: many agencies with people, articles, files, in bulk."""
