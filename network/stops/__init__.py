"""Planned stops of the system: announced seven working days ahead (NĐ 224/2026, article 13.1).

See docs/adr/0086-planned-stops.md.
"""
