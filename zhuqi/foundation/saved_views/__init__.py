"""Saved views: filters of a list that somebody comes back to, kept for one or for a whole unit."""
