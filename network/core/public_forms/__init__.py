"""What the forms have in common that citizens send without an account."""
