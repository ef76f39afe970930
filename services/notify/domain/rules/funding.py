"""Who hears of applications for money."""

from collections.abc import Callable

from contracts.envelope import Event
from contracts.events.funding import (
    ApplicationFirstSigned,
    ApplicationGraded,
    ApplicationGranted,
    ApplicationQueued,
    ApplicationRefused,
    ApplicationSubmitted,
    ContractAwaits,
    EquityConverted,
    FundingCommitted,
    InstalmentEvidenced,
    MoneyRecovered,
    MovementReversed,
    PaymentMade,
    ProgrammeOffered,
    ProjectFundingReleased,
    ReferralConcluded,
    ReferralConsented,
    ReferralSent,
    ReferralWithdrawn,
    ReservationReleased,
    VoucherExpired,
)
from contracts.people import Role
from services.notify.domain.audience import operators_of, workers_of
from services.notify.domain.names import Names, Words
from services.notify.domain.notice import Notice
from services.notify.domain.project import Project
from services.notify.domain.rules.rule import RuleTable, nobody


def submitted(event: ApplicationSubmitted, project: Project, names: Names) -> list[Notice]:
    """The pack's funding officers have something to decide."""
    programme = names.programme(event.programme)
    return [
        Notice(
            workers_of(event.pack, Role.FUNDING_OFFICER),
            "application_submitted",
            Words(
                f"资金申请：{programme.zh}“{project.title}”",
                f"Application: {programme.en}, {project.title}",
            ),
            Words(
                f"申请金额 {event.amount:,.2f} 元，请审核。",
                f"CNY {event.amount:,.2f} asked for. Please decide.",
            ),
            task=str(event.application_id),
        )
    ]


def granted(event: ApplicationGranted, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns how much is reserved."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "application_granted",
            Words(
                f"{programme.zh}已批准：“{project.title}”",
                f"{programme.en} granted: {project.title}",
            ),
            Words(f"已预留 {event.amount:,.2f} 元。", f"CNY {event.amount:,.2f} are reserved."),
        )
    ]


def refused(event: ApplicationRefused, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns it at once."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "application_refused",
            Words(
                f"{programme.zh}未予批准：“{project.title}”",
                f"{programme.en} refused: {project.title}",
            ),
            Words("理由见项目页面。", "The ground is on the project's page."),
            urgent=True,
        )
    ]


def released(event: ReservationReleased, project: Project, names: Names) -> list[Notice]:
    """The sponsor learns that the money is no longer kept."""
    programme = names.programme(event.programme)
    return [
        Notice(
            project.sponsors,
            "reservation_released",
            Words(
                f"{programme.zh}预留已释放：“{project.title}”",
                f"{programme.en}: reservation released, {project.title}",
            ),
            Words(
                f"{event.amount:,.2f} 元已退回预算。",
                f"CNY {event.amount:,.2f} went back to the budget.",
            ),
        )
    ]


_Rule = Callable[[Event, Project, Names], list[Notice]]


def _to_officers(kind: str, subject: Words, body: Words) -> _Rule:
    """The pack's funding officers have something to do. ``%`` of a text is the amount or none."""

    def rule(event: Event, project: Project, names: Names) -> list[Notice]:
        said = _said(event, project, names)
        audience = workers_of(getattr(event, "pack", project.pack), Role.FUNDING_OFFICER)
        task = str(getattr(event, "application_id", None) or getattr(event, "referral_id", ""))
        return [Notice(audience, kind, said(subject), said(body), task=task)]

    return rule


def _to_sponsor(kind: str, subject: Words, body: Words, *, urgent: bool = False) -> _Rule:
    """The sponsor learns what became of it."""

    def rule(event: Event, project: Project, names: Names) -> list[Notice]:
        said = _said(event, project, names)
        return [Notice(project.sponsors, kind, said(subject), said(body), urgent=urgent)]

    return rule


def _said(event: Event, project: Project, names: Names) -> Callable[[Words], Words]:
    """Puts the event's programme, amount and project into a text."""
    programme = names.programme(getattr(event, "programme", ""))
    amount = getattr(event, "amount", None)
    money = "" if amount is None else f"{amount:,.2f}"
    place = getattr(event, "place", "")

    def put(words: Words) -> Words:
        more = {"amount": money, "title": project.title, "place": place}
        return Words(
            words.zh.format(programme=programme.zh, **more),
            words.en.format(programme=programme.en, **more),
        )

    return put


def contract_awaits(event: ContractAwaits, project: Project, names: Names) -> list[Notice]:
    """The party whose turn it is learns that it has to confirm or to accept."""
    programme = names.programme(event.programme)
    is_filing = event.step == "filing"
    what = Words("登记", "filing") if is_filing else Words("验收", "acceptance")
    audience = (
        project.sponsors if event.party == "sponsor" else operators_of(str(event.platform_id))
    )
    return [
        Notice(
            audience,
            f"contract_{event.step}",
            Words(
                f"服务合同待您{what.zh}：“{project.title}”",
                f"A service contract awaits your {what.en}: {project.title}",
            ),
            Words(
                f"{programme.zh}项下的合同需双方确认，请在“服务合同”页面办理。",
                f"Both parties confirm contracts under the {programme.en}: see Service contracts.",
            ),
            task=str(event.contract_id),
        )
    ]


RULES: RuleTable = {
    ApplicationSubmitted: submitted,
    ApplicationGranted: granted,
    ApplicationRefused: refused,
    ReservationReleased: released,
    ProjectFundingReleased: nobody,
    ContractAwaits: contract_awaits,
    ProgrammeOffered: _to_sponsor(
        "programme_offered",
        Words("现在可以申请{programme}：“{title}”", "{programme} may be applied for now: {title}"),
        Words("请在项目页面查看能申请多少。", "The project's page says how much it would be."),
    ),
    ApplicationGraded: _to_officers(
        "application_graded",
        Words("{programme}评价结果已出：“{title}”", "{programme}: the grade is there, {title}"),
        Words("核定金额 {amount} 元，请审核。", "It comes to CNY {amount}. Please decide."),
    ),
    ApplicationFirstSigned: _to_officers(
        "application_first_signed",
        Words("{programme}待复核：“{title}”", "{programme} awaits a second officer: {title}"),
        Words(
            "金额 {amount} 元，须由另一位人员复核。",
            "CNY {amount}: another officer has to agree as well.",
        ),
    ),
    ApplicationQueued: _to_sponsor(
        "application_queued",
        Words("{programme}已同意，等待资金：“{title}”", "{programme} agreed, waiting: {title}"),
        Words(
            "本年度预算已用完，排在第 {place} 位，金额 {amount} 元。",
            "The year's money is used up. Place {place} on the list, CNY {amount}.",
        ),
    ),
    FundingCommitted: _to_sponsor(
        "funding_committed",
        Words("{programme}已承诺支付：“{title}”", "{programme} is committed: {title}"),
        Words(
            "承诺 {amount} 元，按约定条件支付。",
            "CNY {amount} are owed, and paid as agreed.",
        ),
    ),
    InstalmentEvidenced: _to_officers(
        "instalment_evidenced",
        Words("{programme}分期材料已提交：“{title}”", "{programme}: a milestone is shown, {title}"),
        Words("本期 {amount} 元，请核对并支付。", "CNY {amount}. Please look and pay."),
    ),
    PaymentMade: _to_sponsor(
        "payment_made",
        Words("{programme}已支付：“{title}”", "{programme} paid: {title}"),
        Words("支付 {amount} 元。", "CNY {amount} were paid."),
    ),
    MoneyRecovered: _to_sponsor(
        "money_recovered",
        Words("{programme}款项已收回：“{title}”", "{programme} recovered: {title}"),
        Words("收回 {amount} 元。", "CNY {amount} went back."),
        urgent=True,
    ),
    EquityConverted: _to_sponsor(
        "equity_converted",
        Words("{programme}已转为股权：“{title}”", "{programme} became equity: {title}"),
        Words("转股 {amount} 元。", "CNY {amount} are equity now."),
    ),
    MovementReversed: _to_sponsor(
        "movement_reversed",
        Words("{programme}账目已更正：“{title}”", "{programme}: a booking was corrected, {title}"),
        Words("冲正 {amount} 元。", "CNY {amount} were reversed."),
    ),
    VoucherExpired: _to_sponsor(
        "voucher_expired",
        Words("{programme}已过期：“{title}”", "{programme} has expired: {title}"),
        Words("未使用的 {amount} 元已退回预算。", "CNY {amount} unused went back to the budget."),
    ),
    ReferralConsented: _to_officers(
        "referral_consented",
        Words("对接申请：{programme}“{title}”", "Introduction asked for: {programme}, {title}"),
        Words("申请单位已同意提供资料，请对接。", "The sponsor consented. Please introduce them."),
    ),
    ReferralWithdrawn: _to_officers(
        "referral_withdrawn",
        Words("撤回同意：{programme}“{title}”", "Consent withdrawn: {programme}, {title}"),
        Words("不得再向外提供资料。", "Nothing may be passed on any more."),
    ),
    ReferralSent: _to_sponsor(
        "referral_sent",
        Words("{programme}已对接：“{title}”", "{programme}: you were introduced, {title}"),
        Words("资料已提供给对接机构。", "Your package was handed over."),
    ),
    ReferralConcluded: _to_sponsor(
        "referral_concluded",
        Words("{programme}对接有结果：“{title}”", "{programme}: an outcome, {title}"),
        Words("结果见资金页面。", "It is on the funding page."),
    ),
}
