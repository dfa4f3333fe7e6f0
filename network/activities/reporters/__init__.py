"""What officers do with the list of reporters, and with requests for one."""
