"""Plumbing for every process, without a single word of the domain."""
