"""Sample audits: each month some green cells are drawn, and the overseer looks at them."""
