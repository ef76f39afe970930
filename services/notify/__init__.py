"""Notify: tells people what happened that concerns them, in their language, once."""
