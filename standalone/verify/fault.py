"""What a check finds wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: which check found it, what it concerns, what is the matter."""

    check: str
    subject: str
    matter: str

    def __str__(self) -> str:
        return f"{self.check}: {self.subject}: {self.matter}"
