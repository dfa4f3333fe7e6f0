"""What officers do with channels."""
