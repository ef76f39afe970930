"""The task's page: what is new, materials in versions, the checklist, time and precedents."""

import json
from datetime import timedelta
from uuid import UUID

from fastapi import FastAPI

from policy.loader import load_pack
from services.portal.api import task_file
from services.portal.schemas import approval, intake
from services.portal.schemas.beside import Stretch
from tests.unit.portal.browser import Backstage, Browser, person_of, problem
from tests.unit.portal.samples import CASE, GATE, NOW, Samples, ago


def _evidence(kind: str, attempt: int, days: float) -> intake.Evidence:
    return intake.Evidence(
        stage="small_trial",
        attempt=attempt,
        kind=kind,
        documents=[UUID(int=attempt)],
        note="",
        submitted_at=ago(days),
    )


def _detail() -> approval.TaskDetail:
    return approval.TaskDetail.model_validate(Samples().detail().model_dump(mode="json"))


def test_materials_are_versions_and_what_came_since_is_new() -> None:
    handed_in = [_evidence("report", 2, 1), _evidence("report", 1, 9), _evidence("contract", 1, 9)]
    report, contract = task_file.materials_of(handed_in, ago(4), None)
    assert (report.current.number, report.current.is_new) == (2, True)
    assert [(each.number, each.is_new) for each in report.earlier] == [(1, False)]
    assert (contract.current.number, contract.current.is_new, contract.earlier) == (1, False, ())
    assert task_file.materials_of(handed_in, None, "pilot_maturation") == []
    first_visit = task_file.materials_of(handed_in, None, None)
    assert not any(each.current.is_new for each in first_visit)


def test_news_are_what_others_did_since_the_last_visit() -> None:
    detail = _detail()
    assert task_file.news_of(detail.model_copy(update={"looked_at": None}), [], "me") is None
    told = task_file.news_of(detail.model_copy(update={"looked_at": ago(6)}), [], "me")
    assert told is not None
    assert len(told.events) == len(detail.history)
    own = task_file.news_of(detail.model_copy(update={"looked_at": ago(6)}), [], "样例")
    assert own is not None
    assert not own.is_any


def test_a_glance_tells_the_facts_with_units_and_the_route_with_its_rule() -> None:
    project = intake.Project.model_validate(Samples().project().model_dump(mode="json"))
    strange = project.model_copy(
        update={
            "facts": project.facts
            | {"is_listed_process": False, "eia_kind": "form", "no_longer_asked": True}
        }
    )
    glance = task_file.glance_at(load_pack("guangzhou").pack, _detail().task, strange, "zh")
    assert ("单批规模", "20 千克") in glance.facts
    assert len(glance.facts) == len(project.facts) + 2
    assert glance.route is not None
    assert glance.route.rule is not None
    assert glance.because


async def test_the_page_shows_all_of_it_and_says_that_one_looked(
    portal: FastAPI, backstage: Backstage
) -> None:
    page = (await Browser(portal, person_of("officer")).get(f"/tasks/{CASE}")).text
    for text in (
        "以来", "第 2 版", "以前的 1 版", "核对清单", "1 / 2", "时间用在哪里", "等待领取",
        "类似项目以往的决定", "同产业", "单批规模", "20 千克", "已现场踏勘",
    ):  # fmt: skip
        assert text in page, text
    assert len(backstage.sent("PUT", f"approval/v1/tasks/{CASE}/look")) == 1


async def test_what_outcomes_bring_is_said_while_the_task_is_open(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    page = (await browser.get(f"/tasks/{CASE}")).text
    for text in (
        "决定以后会怎样", "仍需等待其他事项", "还要等：规划", "有效期 24 个月", "不能开启",
        "项目退出快车道",
    ):  # fmt: skip
        assert text in page, text
    gate = (await Browser(portal, person_of("reviewer")).get(f"/tasks/{GATE}")).text
    assert "1 个条件未落实" in gate
    backstage.answers[f"GET approval/v1/tasks/{CASE}/consequences"] = (503, problem("away", "停"))
    assert "决定以后会怎样" not in (await browser.get(f"/tasks/{CASE}")).text


async def test_only_points_that_were_changed_are_sent(
    portal: FastAPI, backstage: Backstage
) -> None:
    browser = Browser(portal, person_of("officer"))
    answer = await browser.post(
        f"/tasks/{CASE}/checks",
        point=["project_description", "site_seen"],
        was_project_description="yes:样例",
        met_project_description="yes",
        note_project_description="样例",
        was_site_seen="no:",
        met_site_seen="yes",
        note_site_seen="已补",
    )
    assert answer.headers["location"] == f"/tasks/{CASE}#checklist"
    sent = [each for each in backstage.asked if "/checks/" in each.url.path]
    assert [each.url.path.rpartition("/")[2] for each in sent] == ["site_seen"]
    assert json.loads(sent[0].content) == {"is_met": True, "note": "已补"}


def test_stretches_count_elapsed_days() -> None:
    stretch = Stretch(party="queue", who=None, from_at=NOW, until_at=NOW + timedelta(hours=36))
    assert stretch.days == 1.5
