"""What the register, the cases and the posts share: roles, form fields, queries of channels."""
