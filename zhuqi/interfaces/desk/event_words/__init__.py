"""What the rooms of the desk share of words for the log."""
