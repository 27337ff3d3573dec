"""The verbs of rosters, their entries, batches and lines, a file each; nothing else writes them."""
