"""What officers and the overseer do with cases and reports."""
