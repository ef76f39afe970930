"""Rules of registry. Contracts and the standard library only."""
