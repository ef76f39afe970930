"""Settings of insight: every process's, and no more."""

from chassis.settings import Settings as InsightSettings

__all__ = ["InsightSettings"]
