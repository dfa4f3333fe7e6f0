"""What officers do with requests."""
