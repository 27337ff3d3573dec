"""The three administrators, each with a page of their own."""
