"""Lists that the network admin maintains: standards, requirements, report forms, activity forms,
budget lines."""
