"""Property tests without a stopwatch and without files left in the tree."""

from hypothesis import settings

# Two busy cores make any deadline a matter of luck; the time limit per test still holds.
settings.register_profile("steady", deadline=None, database=None)
settings.load_profile("steady")
