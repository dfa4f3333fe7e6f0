"""The files of a material, read on pages of the section: their text, or page by page."""
