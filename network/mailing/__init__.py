"""Mail queue: mails are written when they are sent, retried for three days, and kept on failure."""
