"""Projects: submitted, shown to have done a stage, withdrawn, taken on."""

from dataclasses import asdict, dataclass
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.ids import OrganisationId, PersonId, ProjectId
from contracts.people import ORGANISATION, PACK, Role
from contracts.process import Plan
from policy.model import Pack
from policy.plan import compile_plan
from policy.submitted import submitted_plan
from services.intake import repository
from services.intake.domain.errors import OrganisationUnknown, UnknownDocument
from services.intake.domain.project import (
    EvidenceItem,
    Project,
    ProjectState,
    check_entry,
    check_project_code,
)
from services.intake.handlers.access import locked_project, no_project, own_project
from services.intake.handlers.draft import close_draft
from services.intake.handlers.event import tell
from services.intake.handlers.pack import check_names, check_release, known_pack


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
    draft_id: UUID | None = None
    """The draft that this was written in: it becomes the project, once."""


async def submit_project(cmd: SubmitProject, caller: Principal, uow: UnitOfWork) -> Project:
    """Put a project on the lane, pinned to the pack as it is now."""
    pack = known_pack(cmd.pack)
    await check_release(pack, uow)
    check_names(pack, cmd.industry, cmd.sponsor_kind)
    entry, plan = _pinned(cmd, pack)
    check_project_code(cmd.project_code)
    own = OrganisationId(caller.scope(ORGANISATION) or "")
    name = await repository.organisation_name(uow.connection, own)
    if name is None:
        raise OrganisationUnknown(uscc=own or "-")
    given = asdict(cmd)
    del given["pack"], given["subject"], given["draft_id"]  # in the plan, and in the draft
    project = Project(
        **{**given, "entry_stage": entry},
        id=ProjectId(new_id()),
        organisation_id=own,
        organisation_name=name,
        plan=plan,
        submitted_at=uow.now,
        submitted_by=PersonId(caller.id),
        state=ProjectState.SUBMITTED,
        stage=entry,
        attempt=1,
    )
    await repository.add_project(uow.connection, project)
    if cmd.draft_id is not None:
        await close_draft(cmd.draft_id, project.id, caller, uow)
    await tell(project.submitted(), project.id, uow)
    return project


def _pinned(cmd: SubmitProject, pack: Pack) -> tuple[str, Plan]:
    """The stage at which the project enters, and its plan."""
    course = compile_plan(pack, cmd.subject)
    entry = cmd.entry_stage or course.stages[0].stage
    check_entry(course, entry, cmd.entry_grounds)
    return entry, submitted_plan(
        pack,
        industry=cmd.industry,
        sponsor_kind=cmd.sponsor_kind,
        subject=cmd.subject,
        entry_stage=entry,
        facts=cmd.facts,
    )


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
    project = await own_project(id_, expected, caller, uow)
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
    await tell(event, id_, uow)


async def withdraw_project(
    id_: ProjectId, reason: str, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Take the project off the lane."""
    project = await own_project(id_, expected, caller, uow)
    after, event = project.withdraw(reason)
    await repository.save_project(uow.connection, project, after)
    await repository.close_matters(uow.connection, id_)
    await tell(event, id_, uow)


async def take_on_project(
    id_: ProjectId, expected: int | None, caller: Principal, uow: UnitOfWork
) -> None:
    """Make the calling case manager the project's named person."""
    project = await locked_project(id_, expected, uow)
    if not caller.has(Role.CASE_MANAGER) or caller.scope(PACK) != project.plan.pack:
        raise no_project()
    after, event = project.assign(PersonId(caller.id), caller.name)
    await repository.save_project(uow.connection, project, after)
    await tell(event, id_, uow)
