"""What differs in one agency: urgent publication (the overseer's), the shared board (the network
admin's)."""
