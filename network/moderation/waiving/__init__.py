"""Screen for private numbers in a submitted text: remove them, or give a reason for each."""
