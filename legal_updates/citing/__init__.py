"""Citations: which pages cite which documents, and reviews of pages whose documents change."""
