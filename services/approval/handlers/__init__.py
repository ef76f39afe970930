"""Commands of approval: ``order`` (from the bus), ``hands`` (who has which task) and ``work``."""
