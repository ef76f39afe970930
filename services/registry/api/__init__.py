"""Registry over HTTP: parse, authorise, answer. Rules are in the domain."""

from fastapi import APIRouter

from services.registry.api import placements, platforms

router = APIRouter(prefix="/api/registry/v1")
for part in (platforms, placements):
    router.include_router(part.router)
