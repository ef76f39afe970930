"""Documents in object storage: a folder on one machine, S3 elsewhere; named by their hash."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, ObjectStore, from_url


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What is known of stored bytes: lower-case hex SHA-256 and size."""

    sha256: str
    size_bytes: int


def open_store(url: str) -> ObjectStore:
    """The store behind a ``file://`` or ``s3://`` URL; a missing folder is made."""
    if urlparse(url).scheme == "file":
        folder = Path(urlparse(url).path)
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)
    return from_url(url)


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


async def put(store: ObjectStore, content: bytes) -> StoredObject:
    """Keep bytes under their hash; the same bytes twice are one object."""
    digest = hashlib.sha256(content).hexdigest()
    await obstore.put_async(store, _path(digest), content)
    return StoredObject(digest, len(content))


async def get(store: ObjectStore, sha256: str) -> bytes:
    """The bytes under a hash. FileNotFoundError when there are none."""
    found = await obstore.get_async(store, _path(sha256))
    return bytes(await found.bytes_async())
