"""Guards: what no compiler checks, each with a negative control."""
