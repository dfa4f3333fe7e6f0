"""The agencies' tasks: pages that cite a document that changed."""
