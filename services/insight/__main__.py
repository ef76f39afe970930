"""``python -m services.insight api|consumer|relay|migrate|all|rebuild|check``.

``rebuild`` derives the read models again from the log; ``check`` compares and changes nothing.
"""

import sys

from chassis.run import main, run_main
from chassis.service import Runtime
from chassis.settings import Settings
from services.insight.app import make_service
from services.insight.rebuild import differences, rebuild


async def _rebuild(settings: Settings) -> None:
    async with Runtime(make_service(), settings).opened() as runtime:
        count = await rebuild(runtime)
    print(f"已重建 {count} 个项目的读模型 · {count} projects rebuilt")


async def _check(settings: Settings) -> None:
    async with Runtime(make_service(), settings).opened() as runtime:
        found = await differences(runtime)
    print("\n".join(found) if found else "读模型与事件日志一致 · read models equal the log")
    if found:
        raise RuntimeError(f"{len(found)} differences between the read models and the log")


if __name__ == "__main__":
    work = {"rebuild": _rebuild, "check": _check}.get(sys.argv[1] if len(sys.argv) == 2 else "")
    if work is None:
        main(make_service)
    else:
        run_main(f"insight-{sys.argv[1]}", make_service().settings, work)
