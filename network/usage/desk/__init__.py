"""Officers' screens: views by page, agency and topic, and the figure beside an article."""
