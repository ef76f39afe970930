"""A workflow in a module that draws lots; only the sandbox's test is given it."""

import random

from temporalio import workflow

LOT = random.random()


@workflow.defn
class Careless:
    """Would decide by chance, otherwise on replay."""

    @workflow.run
    async def run(self) -> str:
        return str(LOT)
