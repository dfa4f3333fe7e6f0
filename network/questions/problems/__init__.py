"""Problems with pages that readers report."""
