"""Whoever is missing comes in by table: units, people, firms, liaison links."""
