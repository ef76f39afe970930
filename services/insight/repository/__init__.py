"""Writes of insight. Inside a unit of work; the caller's transaction commits."""

from services.insight.repository import switch
from services.insight.repository.facts import add_facts, replace_facts
from services.insight.repository.log import add_to_log
from services.insight.repository.stale import note_fault, take_stale

__all__ = ["add_facts", "add_to_log", "note_fault", "replace_facts", "switch", "take_stale"]
