"""The verbs of rounds, inspections and findings, a file each; the only places that write them."""
