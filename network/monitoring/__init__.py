"""What watches the running system: alerts, `/suc-khoe/`, metrics, and the screen for admins.

The checks themselves are in the rooms that own what is checked (network/core/system_checks).
"""
