"""What officers do with questions."""
