"""Problems with pages, reported by readers."""
