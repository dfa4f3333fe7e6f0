"""The public pages of the register, under /van-ban/."""
