"""Measurements on the real servers: `make bench`. Figures are ratios within one run.

These are not tests: nothing here passes or fails. docs quote what a run printed.
"""
