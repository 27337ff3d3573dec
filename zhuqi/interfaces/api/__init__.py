"""HTTP API `/api/v1`: what the pages show and do, for scripts and other systems.

Nothing is decided here. Lists are the pages' own declarations, verbs their tables, forms judge what
was sent, actions do it; what a person may see and do is theirs, whichever way they come in.
"""
