"""Per-agency rules: urgent publication (set by the overseer) and shared board (set by the network
admin)."""
