"""Intake over HTTP: parse, authorise, answer. Rules are in the domain."""

from fastapi import APIRouter

from services.intake.api import documents, drafts, live, plans, projects, reference

router = APIRouter(prefix="/api/intake/v1")
for part in (reference, projects, live, drafts, plans, documents):
    router.include_router(part.router)
