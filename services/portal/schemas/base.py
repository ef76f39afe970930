"""The base of everything that the portal reads."""

from pydantic import BaseModel, ConfigDict


class Read(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Words(Read):
    """A text in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The text in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en
