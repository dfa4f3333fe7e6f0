"""Common parts of forms that citizens send without an account."""
