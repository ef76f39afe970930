"""Documents of projects."""

from dataclasses import dataclass

from obstore.store import ObjectStore

from chassis import objects
from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.ids import DocumentId, ProjectId
from services.intake import repository
from services.intake.domain.document import check_document
from services.intake.handlers.access import own_project


@dataclass(frozen=True, slots=True)
class NewDocument:
    """An uploaded file, whole."""

    name: str
    media_type: str
    content: bytes
    limit_bytes: int


async def add_document(
    id_: ProjectId, new: NewDocument, store: ObjectStore, caller: Principal, uow: UnitOfWork
) -> tuple[DocumentId, objects.StoredObject]:
    """Keep a document of a project. The bytes are stored first: an entry never lacks them."""
    check_document(new.media_type, new.content, new.limit_bytes)
    await own_project(id_, None, caller, uow)
    stored = await objects.put(store, new.content)
    document_id = await repository.add_document(
        uow.connection,
        id=new_id(),
        project_id=id_,
        name=new.name,
        media_type=new.media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        uploaded_by=caller.id,
        uploaded_at=uow.now,
    )
    return DocumentId(document_id), stored
