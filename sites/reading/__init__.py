"""Read the files of a material on pages of the section, as text or page by page."""
