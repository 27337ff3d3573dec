"""Access tokens: how a person's script, or another system, comes in by the API.

A token is a key to one account and raises nobody: whatever is done with it is done by that person
through the same rights, cut down further to the groups of pages the token names.
"""
