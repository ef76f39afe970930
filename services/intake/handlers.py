"""Commands of intake, one function each. They run inside a unit of work that others commit."""

from dataclasses import dataclass

from obstore.store import ObjectStore
from stdnum.cn import uscc as uscc_rules
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

from chassis import objects
from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.envelope import Envelope, Event, Message
from contracts.errors import NotFound, StaleVersion
from contracts.events import lane
from contracts.ids import DocumentId, OrganisationId, PersonId, ProjectId
from contracts.people import ORGANISATION, PACK, Role
from policy.digest import digest_of
from policy.loader import available_packs, load_pack
from policy.model import Pack
from policy.plan import compile_plan
from policy.problem import PackRefused
from policy.problem import UnknownPack as NoSuchPack
from policy.submitted import submitted_plan
from policy.tools.version import DigestDiffers, UnknownVersion, load_version
from services.intake import repository
from services.intake.domain import turn
from services.intake.domain.document import check_document
from services.intake.domain.errors import (
    BadUscc,
    NotYourOrganisation,
    OrganisationUnknown,
    PackChangedUnderVersion,
    UnknownDocument,
    UnknownIndustry,
    UnknownPack,
    UnknownPackVersion,
    UnknownSponsorKind,
)
from services.intake.domain.project import (
    EvidenceItem,
    Project,
    ProjectState,
    check_entry,
    check_project_code,
)

_WHY_USCC = {
    InvalidLength: ("长度应为 18 位", "it must have 18 characters"),
    InvalidFormat: ("含有不允许的字符", "it has characters that are not allowed"),
    InvalidChecksum: ("校验位不符", "its check digit is wrong"),
    InvalidComponent: ("机构类别或行政区划不存在", "its kind or region does not exist"),
}


@dataclass(frozen=True, slots=True)
class SubmitProject:
    """An application by a sponsor for the own organisation."""

    title: str
    summary: str
    pack: str
    industry: str
    sponsor_kind: str
    entry_stage: str | None
    entry_grounds: str | None
    key_project: bool
    project_code: str | None
    subject: str
    facts: dict[str, bool | str]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """An uploaded file, whole."""

    name: str
    media_type: str
    content: bytes
    limit_bytes: int


def checked_uscc(given: str) -> OrganisationId:
    """The code in its normal form. Raises BadUscc (GB 32100-2015)."""
    try:
        return OrganisationId(uscc_rules.validate(given))
    except ValidationError as fault:
        why_zh, why_en = _WHY_USCC.get(type(fault), ("格式不符", "its form is wrong"))
        raise BadUscc(uscc=given, why_zh=why_zh, why_en=why_en) from fault


async def register_organisation(
    uscc: str, name: str, email: str, caller: Principal, uow: UnitOfWork
) -> tuple[OrganisationId, int]:
    """Register or change the caller's organisation; its id and new version."""
    checked = checked_uscc(uscc)
    own = caller.scope(ORGANISATION)
    if own != checked:
        raise NotYourOrganisation(own=own or "-")
    version = await repository.save_organisation(uow.connection, checked, name, email, uow.now)
    return checked, version


def known_pack(id_: str) -> Pack:
    """The pack of that id. Raises UnknownPack."""
    try:
        return load_pack(id_).pack
    except NoSuchPack as fault:
        raise UnknownPack(pack=id_, known=", ".join(available_packs())) from fault


async def submit_project(cmd: SubmitProject, caller: Principal, uow: UnitOfWork) -> Project:
    """Put a project on the lane, pinned to the pack as it is now."""
    pack = known_pack(cmd.pack)
    await _check_release(pack, uow)
    industries = [industry.id for industry in pack.industries]
    if cmd.industry not in industries:
        raise UnknownIndustry(pack=cmd.pack, industry=cmd.industry, known=", ".join(industries))
    kinds = [kind.id for kind in pack.sponsor_kinds]
    if cmd.sponsor_kind not in kinds:
        raise UnknownSponsorKind(
            pack=cmd.pack, sponsor_kind=cmd.sponsor_kind, known=", ".join(kinds)
        )
    course = compile_plan(pack, cmd.subject)
    entry = cmd.entry_stage or course.stages[0].stage
    check_entry(course, entry, cmd.entry_grounds)
    plan = submitted_plan(
        pack,
        industry=cmd.industry,
        sponsor_kind=cmd.sponsor_kind,
        subject=cmd.subject,
        entry_stage=entry,
        facts=cmd.facts,
    )
    check_project_code(cmd.project_code)
    own = OrganisationId(caller.scope(ORGANISATION) or "")
    name = await repository.organisation_name(uow.connection, own)
    if name is None:
        raise OrganisationUnknown(uscc=own or "-")
    project = Project(
        id=ProjectId(new_id()),
        organisation_id=own,
        organisation_name=name,
        title=cmd.title,
        summary=cmd.summary,
        industry=cmd.industry,
        sponsor_kind=cmd.sponsor_kind,
        key_project=cmd.key_project,
        project_code=cmd.project_code,
        plan=plan,
        entry_stage=entry,
        entry_grounds=cmd.entry_grounds,
        submitted_at=uow.now,
        submitted_by=PersonId(caller.id),
        state=ProjectState.SUBMITTED,
        stage=entry,
        attempt=1,
        facts=cmd.facts,
    )
    await repository.add_project(uow.connection, project)
    await _tell(project.submitted(), project.id, uow)
    return project


async def submit_evidence(
    id_: ProjectId,
    stage: str,
    attempt: int,
    items: tuple[EvidenceItem, ...],
    expected: int | None,
    caller: Principal,
    uow: UnitOfWork,
) -> None:
    """Hand in the evidence of the current attempt of the current stage."""
    project = await _own_project(id_, expected, caller, uow)
    handed_in = await repository.has_evidence(uow.connection, id_, stage, attempt)
    event = project.hand_in(stage, attempt, items, is_handed_in=handed_in)
    known = await repository.documents_of(uow.connection, id_)
    for item in items:
        for each in item.documents:
            if each not in known:
                raise UnknownDocument(document=each)
    await repository.add_evidence(
        uow.connection, id_, stage, attempt, items, PersonId(caller.id), uow.now
    )
    await _tell(event, id_, uow)


async def withdraw_project(
    id_: ProjectId, reason: str, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Take the project off the lane."""
    project = await _own_project(id_, expected, caller, uow)
    after, event = project.withdraw(reason)
    await repository.save_project(uow.connection, project, after)
    await repository.close_matters(uow.connection, id_)
    await _tell(event, id_, uow)


async def take_on_project(
    id_: ProjectId, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Make the calling case manager the project's named person."""
    project = await _locked(id_, expected, uow)
    if not caller.has(Role.CASE_MANAGER) or caller.scope(PACK) != project.plan.pack:
        raise _no_project()
    after, event = project.assign(PersonId(caller.id), caller.name)
    await repository.save_project(uow.connection, project, after)
    await _tell(event, id_, uow)


async def replan_project(
    id_: ProjectId, version: str, expected: int | None, caller: Principal, uow: UnitOfWork
) -> Project:
    """Move a running project to another version of its pack; the project as it was before.

    Compiled from what the sponsor stated at submission.
    """
    project = await _locked(id_, expected, uow)
    own = caller.scope(PACK)
    if not caller.has(Role.OPERATOR) or own not in (None, project.plan.pack):
        raise _no_project()
    pack = _pack_of_version(project.plan.pack, version)
    await _check_release(pack, uow)
    plan = submitted_plan(
        pack,
        industry=project.industry,
        sponsor_kind=project.sponsor_kind,
        subject=project.subject,
        entry_stage=project.entry_stage,
        facts=project.facts,
    )
    after, event = project.replan(plan)
    await repository.save_project(uow.connection, project, after)
    await _tell(event, id_, uow)
    return project


def _pack_of_version(id_: str, version: str) -> Pack:
    try:
        return load_version(id_, version).pack
    except (UnknownVersion, NoSuchPack) as unknown:
        raise UnknownPackVersion(
            pack=id_, version=version, known=", ".join(unknown.known)
        ) from unknown
    except (PackRefused, DigestDiffers) as refused:
        raise UnknownPackVersion(pack=id_, version=version, known="-") from refused


async def _check_release(pack: Pack, uow: UnitOfWork) -> None:
    """Refuse a pack that means something else than its version did before."""
    found = digest_of(pack)
    known = await repository.noted_digest(uow.connection, pack.id, pack.version, found, uow.now)
    if known != found:
        raise PackChangedUnderVersion(
            pack=pack.id, version=pack.version, known=known[:19], found=found[:19]
        )


async def add_document(
    id_: ProjectId, new: NewDocument, store: ObjectStore, caller: Principal, uow: UnitOfWork
) -> tuple[DocumentId, objects.StoredObject]:
    """Keep a document of a project. The bytes are stored first: an entry never lacks them."""
    check_document(new.media_type, new.content, new.limit_bytes)
    await _own_project(id_, None, caller, uow)
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


async def note_event(event: Message, envelope: Envelope, uow: UnitOfWork) -> None:
    """Keep what others tell of a project: its course, whose turn it is, its history."""
    id_ = ProjectId(getattr(event, "project_id"))  # noqa: B009
    await _follow_course(event, envelope, id_, uow)
    await _note(event, envelope, id_, uow)


async def _follow_course(
    event: Message, envelope: Envelope, id_: ProjectId, uow: UnitOfWork
) -> None:
    connection, at = uow.connection, envelope.time
    match event:
        case lane.StageEntered():
            await repository.set_course(
                connection,
                id_,
                at,
                state=ProjectState.OPEN,
                stage=event.stage,
                attempt=event.attempt,
            )
        case lane.ProjectHeld():
            await repository.set_course(
                connection, id_, at, state=ProjectState.HELD, hold_until=event.until
            )
        case lane.ProjectResumed():
            await repository.set_course(
                connection, id_, at, state=ProjectState.OPEN, hold_until=None
            )
        case lane.PlanAdopted():
            await repository.adopt_plan(connection, id_, event.pack_version, event.pack_digest)
        case lane.ClosingStarted():
            await repository.set_course(connection, id_, at, state=ProjectState.CLOSING)
        case lane.ProjectFinished():
            await repository.set_course(
                connection, id_, at, state=ProjectState.FINISHED, outcome=event.outcome
            )


async def _note(event: Message, envelope: Envelope, id_: ProjectId, uow: UnitOfWork) -> None:
    await repository.add_history(uow.connection, id_, envelope)
    for change in turn.changes(event):
        await repository.change_matter(uow.connection, id_, change, envelope)
    if turn.ends_everything(event):
        await repository.close_matters(uow.connection, id_)


async def _tell(event: Event, id_: ProjectId, uow: UnitOfWork) -> None:
    envelope = await uow.tell(event)
    await _note(event, envelope, id_, uow)


async def _locked(id_: ProjectId, expected: int | None, uow: UnitOfWork) -> Project:
    project = await repository.lock_project(uow.connection, id_)
    if project is None:
        raise _no_project()
    if expected is not None and expected != project.version:
        raise StaleVersion(current=project.version)
    return project


async def _own_project(
    id_: ProjectId, expected: int | None, caller: Principal, uow: UnitOfWork
) -> Project:
    project = await _locked(id_, None, uow)
    if not caller.has(Role.SPONSOR) or caller.scope(ORGANISATION) != project.organisation_id:
        raise _no_project()
    if expected is not None and expected != project.version:
        raise StaleVersion(current=project.version)
    return project


def _no_project() -> NotFound:
    return NotFound(what_zh="项目", what_en="project")
