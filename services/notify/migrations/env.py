"""Alembic's entry point; see chassis.migrations."""

from chassis.migrations import run_environment

run_environment()
