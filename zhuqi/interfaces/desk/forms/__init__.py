"""What officials fill in, one file a noun."""
