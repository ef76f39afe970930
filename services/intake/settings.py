"""Settings of intake beyond every process's."""

from chassis.settings import Settings


class IntakeSettings(Settings):
    """Where documents are kept, and how large one may be."""

    object_store_url: str = "file:///tmp/fastlane-documents"
    max_document_bytes: int = 20_000_000
