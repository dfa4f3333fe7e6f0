"""Loaders of the demo's texts: articles, pages about law, notices, answers."""
