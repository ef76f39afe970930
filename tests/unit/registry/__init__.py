"""The rules of registry."""
