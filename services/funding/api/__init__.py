"""Funding over HTTP: parse, authorise, answer. Rules are in the domain."""

from fastapi import APIRouter

from services.funding.api import applications, budgets, programmes

router = APIRouter(prefix="/api/funding/v1")
for part in (programmes, applications, budgets):
    router.include_router(part.router)
