"""The verbs of a case: `open_case` locks one, the functions below act on it, leaving saves it."""
