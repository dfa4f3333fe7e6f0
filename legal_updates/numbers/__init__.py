"""The grammar of document numbers, in parts. Use it through `legal_updates.citations`."""
