"""公文: official papers, and how they are laid out."""
