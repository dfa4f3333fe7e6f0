"""The demo's legal documents, and what two agencies say about them."""
