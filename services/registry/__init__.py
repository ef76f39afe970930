"""Registry: platforms, and which of them carries out a project's stage."""
