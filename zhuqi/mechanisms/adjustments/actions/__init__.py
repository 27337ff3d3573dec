"""The verbs of batches and of their lines, a file each; the only places that write them."""
