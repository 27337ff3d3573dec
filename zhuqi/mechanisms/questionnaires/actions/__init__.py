"""The verbs of questionnaires and of replies, a file each; the only places that write them."""
