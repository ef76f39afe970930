"""Approval: cases, gates, and the queues in which people decide them."""
