"""Taking a page from the citizens: the form, and what its address answers from then on."""
