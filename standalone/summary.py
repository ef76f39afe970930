"""What a person reads when the stack is up: where to go and as whom to sign in."""

from standalone import people
from standalone.layout import Layout, Settings
from standalone.ports import HOST
from standalone.servers import gateway, issuer
from standalone.words import ROLES


def summary(settings: Settings, layout: Layout, seconds: float) -> str:
    """A block of lines, Chinese first."""
    ports = settings.ports
    lines = ["", f"  系统已就绪，用时 {seconds:.1f} 秒 · ready in {seconds:.1f} s", ""]
    if layout.with_services:
        lines.append(f"  打开 · open       {gateway.url(ports)}")
    lines.append(f"  登录服务 · sign-in {issuer.url(ports)}")
    lines.append(f"  流程界面 · Temporal http://{HOST}:{ports['temporal_ui']}")
    lines.append(f"  邮件 · mail        {settings.state.mail}")
    lines.append(f"  日志 · logs        {settings.state.logs}")
    lane = settings.anchor
    if lane.is_scaled:
        lines.append(
            f"  时钟 · clock       一个业务日 = {lane.day_seconds:g} 秒，"
            f"自 {lane.epoch:%Y-%m-%d} 起"
            f" · one lane day is {lane.day_seconds:g} s, from {lane.epoch:%Y-%m-%d}"
        )
    everybody = people.load()
    lines += ["", f"  演示人员 · demo people(密码 · password: {everybody[0].password})"]
    for home in dict.fromkeys(person.home for person in everybody):
        lines.append(f"    [{home or '全部 · everywhere'}]")
        for role, (zh, en) in ROLES.items():
            known = [each for each in everybody if (each.home, each.roles[0]) == (home, role)]
            if known:
                lines.append(f"      {zh} · {en}: {', '.join(each.user for each in known)}")
    lines += [
        "",
        "  停止：Ctrl-C 或另一终端 make down · stop: Ctrl-C, or `make down` elsewhere",
        "",
    ]
    return "\n".join(lines)
