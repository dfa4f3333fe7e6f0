"""The lists that the network admin keeps: standards and what they ask, forms, kinds, lines."""
