"""Posts on channels: the text to paste for each channel, and the register of posts."""
