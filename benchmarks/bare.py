"""The measure: a workflow with the lane's signals and timers, and nothing else around it."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

TASK_QUEUE = "bare"
STAGES = 4
# Signals of a standard project, by stage: evidence, gate opened, gate decided; the third stage has
# five cases (opened, decided) and a platform beside them.
SIGNALS = (3, 3, 14, 3)
TIMER = timedelta(days=30)


@workflow.defn
class Bare:
    """Counts signals, keeps one timer running, continues as new at each stage."""

    @workflow.init
    def __init__(self, stage: int, heard: int) -> None:
        self._heard = heard

    @workflow.signal
    def hear(self, fact: dict[str, str]) -> None:
        """One signal."""
        self._heard += 1

    @workflow.run
    async def run(self, stage: int, heard: int) -> int:
        """Until the last stage has its signals; ``heard`` are those that came before their run."""
        timer = asyncio.create_task(workflow.sleep(TIMER))
        await workflow.wait_condition(lambda: self._heard >= SIGNALS[stage])
        timer.cancel()
        if stage + 1 < STAGES:
            workflow.continue_as_new(args=[stage + 1, self._heard - SIGNALS[stage]])
        return stage


async def projects_per_second(client: Client, count: int, at_once: int) -> float:
    """Whole bare courses per second."""
    free = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with free:
            handle = await client.start_workflow(
                Bare.run,
                args=[0, 0],
                id=f"bare/{workflow_id}/{number}",
                task_queue=TASK_QUEUE,
            )
            for stage, signals in enumerate(SIGNALS):
                for signal in range(signals):
                    await handle.signal(Bare.hear, {"id": f"{stage}/{signal}", "data": "x" * 300})
            await handle.result()

    loop = asyncio.get_running_loop()
    workflow_id = f"{loop.time():.3f}"
    async with Worker(client, task_queue=TASK_QUEUE, workflows=[Bare]):
        started = loop.time()
        await asyncio.gather(*(one(number) for number in range(count)))
        return count / (loop.time() - started)
