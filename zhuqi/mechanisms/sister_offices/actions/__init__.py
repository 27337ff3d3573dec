"""The verbs of alliances, of cases shared with a sister, and of judgements that two are two."""
