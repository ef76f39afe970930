"""Rules of funding. Contracts and the standard library only."""
