"""Officials' long work: what they asked for, how far it is, what came of it."""
