"""What officers do with the diary."""
