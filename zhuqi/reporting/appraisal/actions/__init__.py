"""The verbs of reviews, appeals and the register of merit; the only place that writes them."""
