"""Funding over HTTP: parse, authorise, answer. Rules are in the domain."""

from fastapi import APIRouter

from services.funding.api import (
    applications,
    budgets,
    contracts,
    export,
    payments,
    programmes,
    queue,
    referrals,
)

router = APIRouter(prefix="/api/funding/v1")
for part in (programmes, queue, applications, payments, contracts, budgets, export, referrals):
    router.include_router(part.router)
