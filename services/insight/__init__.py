"""Insight: where the time went. Everything in here is derived from the lane's events."""
