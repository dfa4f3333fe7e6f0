"""What goes on channels: the kit of a published text, and the register of what was posted."""
