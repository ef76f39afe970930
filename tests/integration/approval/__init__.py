"""Approval on a real database."""
