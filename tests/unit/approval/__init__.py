"""Approval's rules, without I/O."""
