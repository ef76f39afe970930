"""Settings of intake beyond every process's."""

from pydantic import Field

from chassis.settings import Settings


class IntakeSettings(Settings):
    """Where documents are kept, and how large one may be."""

    object_store_url: str = "file:///tmp/fastlane-documents"
    max_document_bytes: int = 20_000_000

    stream_seconds: float = Field(default=240.0, gt=0, le=3600)
    """How long one answer follows a project; below the life of an access token."""
