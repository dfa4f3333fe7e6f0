"""New policies about which agencies must inform citizens (R4)."""
