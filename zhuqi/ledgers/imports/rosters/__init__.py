"""Units, people, firms and liaison links from a table: whoever is missing comes in by page."""
