"""Intake's rules: ``project``, ``document``, ``turn`` (whose turn it is), and ``errors``."""
