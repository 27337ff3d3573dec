"""The verbs of bodies, items, meetings and decisions; the only place that writes them."""
