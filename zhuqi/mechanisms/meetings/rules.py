"""Decisions without a database."""

import re


def order_of(typed: str, number: int) -> tuple[str, list[int]]:
    """What is wrong with an order written like “2,1,3”, and the places it names from 0; as it is
    where nothing is written."""
    parts = [part for part in re.split(r"[\s,，、;；]+", typed.strip()) if part]
    if not parts:
        return "", list(range(number))
    usual = [str(place) for place in range(1, number + 1)]
    if sorted(parts) != sorted(usual):
        return f"次序请写全 1 到 {number}，每个一次，如 2,1,3", list(range(number))
    return "", [int(part) - 1 for part in parts]
