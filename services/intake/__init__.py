"""Intake: organisations, projects, their evidence and documents, and whose turn it is."""
