"""Makes what the lane needs on NATS and Temporal. Safe to run again; nothing is removed."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType, SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

from chassis.provision import provision
from contracts.topology import CONSUMERS, STREAMS
from workflows.connection import PATIENCE_S, connect_nats, connect_temporal, patiently
from workflows.search import KEYS
from workflows.settings import WorkflowSettings

log = structlog.get_logger()

RETENTION_DAYS: Final = 30
"""How long an ended course can still be looked at in Temporal; services keep their records."""

_KEYWORD: Final = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD


class SearchAttributeClash(Exception):
    """The namespace has an attribute of ours under another type."""


async def run_provision(settings: WorkflowSettings) -> None:
    """Make streams, consumers, namespace and search attributes; wait for the servers first."""
    await asyncio.gather(_provision_bus(settings), _provision_temporal(settings))


async def _provision_bus(settings: WorkflowSettings) -> None:
    nats = await connect_nats(settings)
    try:
        await patiently(
            "JetStream of NATS (FASTLANE_NATS_URL)",
            lambda: provision(nats, STREAMS, CONSUMERS, replicas=settings.nats_replicas),
            PATIENCE_S,
        )
    finally:
        await nats.close()
    log.info("bus is ready", streams=len(STREAMS), consumers=len(CONSUMERS))


async def _provision_temporal(settings: WorkflowSettings) -> None:
    client = await connect_temporal(settings)
    where = f"Temporal at {settings.temporal_address} (FASTLANE_TEMPORAL_ADDRESS)"
    await patiently(where, lambda: ensure_namespace(client), PATIENCE_S)
    await patiently(where, lambda: ensure_search_attributes(client), PATIENCE_S)
    log.info("temporal is ready", namespace=client.namespace)


async def ensure_namespace(client: Client) -> None:
    """Register the client's namespace unless it exists."""
    service = client.workflow_service
    try:
        await service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
        return
    except RPCError as unknown:
        if unknown.status is not RPCStatusCode.NOT_FOUND:
            raise
    retention = Duration(seconds=RETENTION_DAYS * 86_400)
    try:
        await service.register_namespace(
            RegisterNamespaceRequest(
                namespace=client.namespace, workflow_execution_retention_period=retention
            )
        )
    except RPCError as twice:
        if twice.status is not RPCStatusCode.ALREADY_EXISTS:
            raise


async def ensure_search_attributes(client: Client) -> None:
    """Add the attributes that are missing. Raises SearchAttributeClash for another type."""
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    known = dict(listed.custom_attributes)
    for key in KEYS:
        assert key.indexed_value_type is SearchAttributeIndexedValueType.KEYWORD
        if known.get(key.name, _KEYWORD) != _KEYWORD:
            raise SearchAttributeClash(
                f"search attribute {key.name} of namespace {client.namespace} should be a keyword "
                f"and is of type {known[key.name]}: remove it or use another namespace "
                f"(FASTLANE_TEMPORAL_NAMESPACE)"
            )
    await add_search_attributes(client, [key for key in KEYS if key.name not in known])


async def add_search_attributes(client: Client, keys: Sequence[SearchAttributeKey[str]]) -> None:
    """Add attributes that the namespace does not have."""
    if keys:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace,
                search_attributes={key.name: _KEYWORD for key in keys},
            )
        )
