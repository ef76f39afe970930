"""Tools around packs for those who write them: scaffold, difference, diagrams, kept versions.

Nothing that runs a project depends on them, but for the finder of kept versions.
"""
