"""What of a case is searched, and who finds what of it."""
