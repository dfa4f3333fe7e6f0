"""Private numbers in a text that is handed in: taken out, or answered for one by one."""
