"""What a document may be."""

from typing import Final

from services.intake.domain.errors import (
    DocumentContentMismatch,
    DocumentEmpty,
    DocumentTooLarge,
    DocumentTypeRefused,
)

_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[dict[str, tuple[bytes, ...]]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    f"{_OFFICE}.wordprocessingml.document": (_ZIP,),
    f"{_OFFICE}.spreadsheetml.sheet": (_ZIP,),
}
"""Accepted media types, and how their content begins."""


def check_document(media_type: str, content: bytes, limit_bytes: int) -> None:
    """Refuse what is too large, of another type, or not what it says it is."""
    if media_type not in MEDIA_TYPES:
        raise DocumentTypeRefused(media_type=media_type)
    if not content:
        raise DocumentEmpty()
    if len(content) > limit_bytes:
        raise DocumentTooLarge(limit=limit_bytes / 1_000_000)
    if not content.startswith(MEDIA_TYPES[media_type]):
        raise DocumentContentMismatch(media_type=media_type)
