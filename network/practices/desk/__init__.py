"""What agencies and the Department do with good practices."""
