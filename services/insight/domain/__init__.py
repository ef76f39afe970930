"""Rules of insight: how events become a timeline, and whose each minute is. No I/O."""
