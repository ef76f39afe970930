"""Rules of notify: who is told what, and when. No I/O."""
