"""Intake as its callers know it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import paging
from contracts.events import approval, lane
from contracts.events.intake import EvidenceSubmitted, ProjectSubmitted, ProjectWithdrawn
from contracts.ids import CaseId, ProjectId
from contracts.people import Role
from contracts.process import ProjectOutcome
from tests.support.person import OTHER_USCC, OWN_USCC, officer, sponsor, uscc, worker_of_pack
from tests.support.service import Bench, Client

BASE = "/api/intake/v1"
PDF = ("report.pdf", b"%PDF-1.7 sample", "application/pdf")
ORGANISATION = {"name": "样例单位", "contact_email": "a@sample.example"}


def _application(**changes: Any) -> dict[str, Any]:
    body = {
        "title": "膜电极",
        "summary": "s",
        "pack": "guangzhou",
        "industry": "new_energy_storage",
        "sponsor_kind": "startup_team",
    }
    return body | changes


async def _sponsor(bench: Bench) -> Client:
    client = bench.client(sponsor())
    answer = await client.put(f"{BASE}/organisations/{OWN_USCC}", ORGANISATION)
    assert answer.status_code == 200, answer.text
    return client


async def _submitted(client: Client, **changes: Any) -> dict[str, Any]:
    answer = await client.post(f"{BASE}/projects", _application(**changes))
    assert answer.status_code == 201, answer.text
    card: dict[str, Any] = answer.json()
    return card


async def _entered(bench: Bench, card: dict[str, Any]) -> None:
    await bench.hear(
        lane.StageEntered(
            project_id=card["id"],
            stage=card["stage"],
            attempt=1,
            carried_out_by="sponsor",
            needs_platform=False,
        )
    )


async def test_a_submitted_project_is_pinned_and_told(bench: Bench) -> None:
    card = await _submitted(await _sponsor(bench))
    told = await bench.told(ProjectSubmitted, card["id"])
    assert [event.pack_digest for event in told] == [card["pack_digest"]]
    assert card["pack_digest"].startswith("sha256:")
    assert card["state"] == "submitted"


async def test_the_same_key_gives_the_same_answer_and_one_project(bench: Bench) -> None:
    client = await _sponsor(bench)
    first = await client.post(f"{BASE}/projects", _application(), key="one")
    again = await client.post(f"{BASE}/projects", _application(), key="one")
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(await bench.told(ProjectSubmitted, first.json()["id"])) == 1


async def test_the_same_key_for_another_request_is_refused(bench: Bench) -> None:
    client = await _sponsor(bench)
    await client.post(f"{BASE}/projects", _application(), key="two")
    other = await client.post(f"{BASE}/projects", _application(title="other"), key="two")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_twenty_at_once_with_one_key_make_one_project(bench: Bench) -> None:
    client = await _sponsor(bench)
    answers = await asyncio.gather(
        *(client.post(f"{BASE}/projects", _application(), key="many") for _ in range(20))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"pack": "atlantis"}, 422, "unknown_pack", "pack"),
        ({"industry": "piracy"}, 422, "unknown_industry", "industry"),
        ({"sponsor_kind": "pirate"}, 422, "unknown_sponsor_kind", "sponsor_kind"),
        ({"entry_stage": "industrialisation"}, 422, "stage_not_open", "entry_stage"),
        ({"entry_stage": "small_trial"}, 422, "entry_grounds_missing", "entry_grounds"),
        ({"project_code": "1-2-3"}, 422, "bad_project_code", "project_code"),
        ({"title": " "}, 422, "invalid_input", "title"),
        ({"title": "x" * 201}, 422, "invalid_input", "title"),
        ({"unexpected": 1}, 422, "invalid_input", "unexpected"),
    ],
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_wrong_application_is_refused_at_its_field_in_the_readers_language(
    bench: Bench,
    changes: dict[str, Any],
    status: int,
    code: str,
    field: str,
    language: str,
) -> None:
    client = await _sponsor(bench)
    before = len(await bench.published())
    answer = await client.request(
        "POST",
        f"{BASE}/projects",
        json=_application(**changes),
        headers={"Idempotency-Key": str(uuid4()), "Accept-Language": language},
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["errors"][0]["field"] == field
    has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in problem["detail"])
    assert has_chinese == (language == "zh-CN")
    assert len(await bench.published()) == before


async def test_malformed_json_is_said_to_be_that(bench: Bench) -> None:
    client = await _sponsor(bench)
    answer = await client.post(f"{BASE}/projects", content=b'{"title": ')
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


async def test_a_post_without_a_key_is_refused(bench: Bench) -> None:
    client = await _sponsor(bench)
    answer = await client.request("POST", f"{BASE}/projects", json=_application())
    assert (answer.status_code, answer.json()["code"]) == (428, "idempotency_key_missing")


async def test_a_wrong_check_digit_is_refused(bench: Bench) -> None:
    wrong = OWN_USCC[:-1] + ("0" if OWN_USCC[-1] != "0" else "1")
    answer = await bench.client(sponsor()).put(f"{BASE}/organisations/{wrong}", ORGANISATION)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_uscc")


async def test_a_foreign_organisation_cannot_be_registered(bench: Bench) -> None:
    answer = await bench.client(sponsor()).put(f"{BASE}/organisations/{OTHER_USCC}", ORGANISATION)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_organisation")


async def test_an_unregistered_organisation_is_told_to_register(bench: Bench) -> None:
    client = bench.client(sponsor("new", uscc(77)))
    answer = await client.post(f"{BASE}/projects", _application())
    assert (answer.status_code, answer.json()["code"]) == (409, "organisation_unknown")


async def test_another_sponsors_project_does_not_exist(bench: Bench) -> None:
    card = await _submitted(await _sponsor(bench))
    stranger = bench.client(sponsor("stranger", OTHER_USCC))
    assert (await stranger.get(f"{BASE}/projects/{card['id']}")).status_code == 404
    assert card["id"] not in (await stranger.get(f"{BASE}/projects")).text
    path = f"{BASE}/projects/{card['id']}/withdrawal"
    assert (await stranger.post(path, {"reason": "mischief"})).status_code == 404


async def test_an_officer_sees_projects_of_the_own_pack_only(bench: Bench) -> None:
    card = await _submitted(await _sponsor(bench))
    at_home = bench.client(officer("o", "ecology"))
    abroad = bench.client(officer("o", "ecology", pack="meadow"))
    assert (await at_home.get(f"{BASE}/projects/{card['id']}")).status_code == 200
    assert (await abroad.get(f"{BASE}/projects/{card['id']}")).status_code == 404


async def test_evidence_needs_the_course_to_have_begun_and_all_kinds(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    path = f"{BASE}/projects/{card['id']}/evidence"
    body = {"stage": card["stage"], "attempt": 1, "items": []}
    assert (await client.post(path, body)).json()["code"] == "not_this_stage"
    await _entered(bench, card)
    assert (await client.post(path, body)).json()["code"] == "evidence_incomplete"


async def test_evidence_with_documents_is_taken_once(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    await _entered(bench, card)
    uploaded = await client.post(f"{BASE}/projects/{card['id']}/documents", files={"file": PDF})
    document = uploaded.json()["id"]
    items = [{"kind": kind, "documents": [document]} for kind in card["evidence_kinds"]]
    body = {"stage": card["stage"], "attempt": 1, "items": items}
    path = f"{BASE}/projects/{card['id']}/evidence"
    assert (await client.post(path, body)).status_code == 200
    assert (await client.post(path, body)).json()["code"] == "evidence_already_submitted"
    told = await bench.told(EvidenceSubmitted, card["id"])
    assert [event.documents for event in told] == [len(items)]
    file = (await client.get(f"{BASE}/projects/{card['id']}")).json()
    assert {each["kind"] for each in file["evidence"]} == set(card["evidence_kinds"])
    assert [turn["kind"] for turn in file["project"]["turns"]] == []


async def test_evidence_may_name_only_the_projects_own_documents(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    await _entered(bench, card)
    items = [{"kind": kind, "documents": [str(uuid4())]} for kind in card["evidence_kinds"]]
    body = {"stage": card["stage"], "attempt": 1, "items": items}
    answer = await client.post(f"{BASE}/projects/{card['id']}/evidence", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_document")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("a.pdf", b"not a pdf", "application/pdf"), "document_content_mismatch"),
        (("a.html", b"<script>", "text/html"), "document_type_refused"),
        (("a.pdf", b"%PDF-" + b"x" * 3000, "application/pdf"), "document_too_large"),
        (("a.pdf", b"", "application/pdf"), "document_empty"),
    ],
)
async def test_a_wrong_document_is_refused(
    bench: Bench, file: tuple[str, bytes, str], code: str
) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    answer = await client.post(f"{BASE}/projects/{card['id']}/documents", files={"file": file})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_document_comes_back_as_it_was_and_only_as_a_download(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    base = f"{BASE}/projects/{card['id']}/documents"
    uploaded = (await client.post(base, files={"file": ("../../x.pdf", PDF[1], PDF[2])})).json()
    back = await client.get(f"{base}/{uploaded['id']}")
    assert back.content == PDF[1]
    assert back.headers["content-disposition"].startswith("attachment")


async def test_a_stale_etag_changes_nothing(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    await _entered(bench, card)
    path = f"{BASE}/projects/{card['id']}/withdrawal"
    answer = await client.post(path, {"reason": "r"}, if_match=card["version"])
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert await bench.told(ProjectWithdrawn, card["id"]) == []


async def test_withdrawal_ends_the_sponsors_turns_and_takes_no_second_command(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    await _entered(bench, card)
    path = f"{BASE}/projects/{card['id']}/withdrawal"
    after = (await client.post(path, {"reason": "no market"})).json()
    assert (after["state"], after["turns"]) == ("closing", [])
    again = await client.post(path, {"reason": "again"})
    assert (again.status_code, again.json()["code"]) == (409, "project_is_over")


async def test_the_view_says_whose_turn_it_is(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    await _entered(bench, card)
    case, project = CaseId(uuid4()), ProjectId(card["id"])
    asked = approval.InformationRequested(
        project_id=project,
        case_id=case,
        item="environment",
        department="ecology",
        round=1,
        ground="information_requested",
        clock_version=2,
    )
    claimed = approval.TaskClaimed(project_id=project, task_id=case, task_kind="case", holder="o")
    opened = approval.CaseOpened(
        project_id=project,
        case_id=case,
        item="environment",
        department="ecology",
        pack="guangzhou",
        stage=card["stage"],
        due_at=bench.now,
        statutory_due_at=bench.now,
        provisional=False,
        clock_version=1,
        alarms=(),
    )
    released = approval.TaskReleased(project_id=project, task_id=case, task_kind="case", holder="o")
    answered = approval.InformationSupplied(
        project_id=project,
        case_id=case,
        item="environment",
        department="ecology",
        round=1,
        holder="o",
        due_at=bench.now,
        statutory_due_at=bench.now,
        provisional=False,
        clock_version=3,
        alarms=(),
    )
    unheld = answered.model_copy(update={"holder": None})
    # Whatever officers do among themselves while the sponsor is asked, it stays the sponsor's turn.
    events = (opened, claimed, asked, released, claimed, answered, asked, released, unheld)
    seen = []
    for sequence, event in enumerate(events, 1):
        await bench.hear(event, sequence=sequence)
        turns = (await client.get(f"{BASE}/projects/{card['id']}")).json()["project"]["turns"]
        seen += [turn["party"] for turn in turns if turn["kind"] in ("case", "information")]
    asking = ["sponsor"] * 3
    assert seen == ["queue", "department", *asking, "department", *asking[:2], "queue"]


async def test_a_late_word_does_not_undo_a_newer_one(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    project, case = ProjectId(card["id"]), CaseId(uuid4())
    claimed = approval.TaskClaimed(project_id=project, task_id=case, task_kind="case", holder="o")
    released = approval.TaskReleased(project_id=project, task_id=case, task_kind="case", holder="o")
    opened = approval.CaseOpened(
        project_id=project,
        case_id=case,
        item="land",
        department="d",
        pack="guangzhou",
        stage=card["stage"],
        due_at=bench.now,
        statutory_due_at=bench.now,
        provisional=False,
        clock_version=1,
        alarms=(),
    )
    moment = bench.now
    for sequence, event in ((3, claimed), (2, released), (1, opened)):
        await bench.hear(event, sequence=sequence, time=moment)
    turns = (await client.get(f"{BASE}/projects/{card['id']}")).json()["project"]["turns"]
    assert [(turn["party"], turn["name"]) for turn in turns] == [("department", "land")]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1)])
async def test_a_clock_worked_out_again_moves_the_date_and_nobodys_turn(
    bench: Bench, order: tuple[int, ...]
) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    project, case, moment = ProjectId(card["id"]), CaseId(uuid4()), bench.now
    dates = {"due_at": moment, "statutory_due_at": moment, "provisional": False, "alarms": ()}
    opened = approval.CaseOpened(
        project_id=project,
        case_id=case,
        item="land",
        department="d",
        pack="guangzhou",
        stage=card["stage"],
        clock_version=1,
        **dates,
    )
    claimed = approval.TaskClaimed(project_id=project, task_id=case, task_kind="case", holder="o")
    due_at = moment + timedelta(days=9)
    moved = approval.ClockRecomputed(
        project_id=project,
        task_id=case,
        task_kind="case",
        department="d",
        pack="guangzhou",
        name="land",
        holder="o",
        clock_version=2,
        calendar="c",
        **dates | {"due_at": due_at},
    )
    for sequence in order:
        event = (opened, claimed, moved)[sequence - 1]
        await bench.hear(event, sequence=sequence, time=moment)
    [turn] = (await client.get(f"{BASE}/projects/{card['id']}")).json()["project"]["turns"]
    assert (turn["party"], turn["name"]) == ("department", "land")
    assert datetime.fromisoformat(turn["due_at"]) == due_at


async def test_hearing_twice_is_hearing_once(bench: Bench) -> None:
    client = await _sponsor(bench)
    card = await _submitted(client)
    event = lane.ProjectFinished(
        project_id=card["id"], stage=card["stage"], outcome=ProjectOutcome.STOPPED
    )
    id_ = uuid4()
    await bench.hear(event, id_=id_)
    await bench.hear(event, id_=id_)
    file = (await client.get(f"{BASE}/projects/{card['id']}")).json()
    assert (file["project"]["state"], file["project"]["outcome"]) == ("finished", "stopped")
    assert [entry["type"] for entry in file["history"]].count(event.TYPE) == 1


async def test_a_key_project_gets_one_case_manager(bench: Bench) -> None:
    card = await _submitted(await _sponsor(bench), key_project=True)
    managers = [bench.client(worker_of_pack(n, Role.CASE_MANAGER)) for n in ("m1", "m2")]
    path = f"{BASE}/projects/{card['id']}/case-manager"
    answers = await asyncio.gather(*(each.put(path) for each in managers))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_pages_follow_each_other_without_gap_or_repeat(bench: Bench) -> None:
    person = sponsor("pager", uscc(9))
    client = bench.client(person)
    await client.put(f"{BASE}/organisations/{uscc(9)}", ORGANISATION)
    made = [(await _submitted(client, title=f"p{n}"))["id"] for n in range(7)]
    seen: list[str] = []
    cursor = None
    while True:
        page = (await client.get(f"{BASE}/projects", limit=3, cursor=cursor)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))


async def test_a_forged_cursor_is_the_readers_mistake_and_not_the_databases(bench: Bench) -> None:
    client = await _sponsor(bench)
    forged = paging.encode("2026-03-02T09:00:00", str(uuid4()))
    answer = await client.get(f"{BASE}/projects", cursor=forged)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_cursor")
