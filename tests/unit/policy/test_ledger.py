"""The ledger says of every day why it was counted or left out."""

import json
from datetime import date

from contracts.process import Limit
from policy.calendar import calendar_with
from policy.clock import due_date
from policy.stop import Stop


def test_runs_of_days_carry_their_reason_in_both_languages() -> None:
    ledger = due_date(Limit(figure=5, unit="working_day"), date(2026, 2, 10)).ledger
    told = [(entry.kind, entry.days, entry.is_counted, entry.name_zh) for entry in ledger.entries]
    assert told == [
        ("counted", 3, True, "计入"),
        ("make_up", 1, True, "调休上班"),
        ("holiday", 9, False, "春节"),
        ("counted", 1, True, "计入"),
    ]


def test_a_stop_names_its_grounds_and_the_working_days_it_took() -> None:
    stop = Stop(date(2026, 3, 4), date(2026, 3, 10), ("hearing",))
    ledger = due_date(Limit(figure=5, unit="working_day"), date(2026, 3, 2), [stop]).ledger
    [entry] = [entry for entry in ledger.entries if entry.kind == "stop"]
    assert (entry.days, entry.working_days, entry.grounds) == (6, 4, ("hearing",))


def test_a_roll_is_an_entry_of_its_own() -> None:
    ledger = due_date(Limit(figure=60, unit="calendar_day"), date(2026, 3, 2)).ledger
    last = ledger.entries[-1]
    assert (last.kind, last.first_on, last.last_on) == ("roll", date(2026, 5, 2), date(2026, 5, 6))


def test_a_local_day_off_is_named_as_such() -> None:
    calendar = calendar_with([date(2026, 8, 12)])
    limit = Limit(figure=2, unit="working_day")
    ledger = due_date(limit, date(2026, 8, 11), calendar=calendar).ledger
    assert [entry.kind for entry in ledger.entries] == ["local", "counted"]
    assert ledger.calendar_version == calendar.version


def test_a_ledger_is_plain_json() -> None:
    ledger = due_date(Limit(figure=20, unit="working_day"), date(2026, 2, 10)).ledger
    told = json.loads(json.dumps(ledger.as_json()))
    assert told["due_on"] == "2026-03-16"
    assert told["days_counted"] == 20
    assert told["entries"][0]["name"] == {"zh": "计入", "en": "counted"}
