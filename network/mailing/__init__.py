"""All mail of the network: written when it is sent, tried for three days, and kept if it fails."""
