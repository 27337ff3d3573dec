"""Saving what a list shows under a name, and keeping these views in order."""
