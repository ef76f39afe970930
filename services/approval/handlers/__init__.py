"""Commands of approval: ``order`` (from the bus) and ``work`` (from people)."""
