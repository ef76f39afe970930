"""The words of the diagrams, by language. Format strings; the keys are the same in both."""

from policy.model import Gate, SetLimit

ZH = {
    "title": "{name} {version}：阶段与审批",
    "desc": "各阶段按先后排列；阶段内的审批事项按先后分列，同列并联办理；菱形为阶段门。",
    "course": "{name}的进程",
    "sponsor": "项目单位承担",
    "platform": "中试平台承担",
    "needs_platform": "须落实中试平台",
    "can_enter": "可由此进入",
    "evidence": "证明材料",
    "gate": "阶段门",
    "attempts": "至多 {count} 次",
    "committed": "承诺",
    "statutory": "法定",
    "working_day": "{figure} 个工作日",
    "calendar_day": "{figure} 个自然日",
    "if": "视条件需要",
    "lighter": "另有：{routes}",
    "commitment_and_filing": "承诺+备案",
    "simplified": "简易程序",
    "deemed": "默认同意",
    "joint": "联审",
    "comma": "、",
    "legend": "* 主管部门设定，非政策原文",
    "legend_parallel": "同列事项并联办理，箭头表示须先完成",
    "legend_gate": "菱形为阶段门：{outcomes}",
    "advance": "通过",
    "iterate": "退回重做",
    "hold": "暂停",
    "stop": "终止",
    "start": "提交项目",
    "end": "完成",
    "hand_in": "提交证明材料：{names}",
    "hand_in_again": "重新提交证明材料",
    "find_platform": "落实中试平台",
    "decide": "{stage}阶段门",
    "department": "部门：{name}",
    "materials": "材料：{names}",
    "limits": "承诺 {committed}；法定 {statutory}",
    "on_refusal_stop": "不予批准即终止其他事项",
    "on_refusal_supersede": "不予批准时取代依赖它的事项",
    "on_refusal_finish": "不予批准时其他事项继续办完",
    "when": "仅当：{when}",
    "made_by": "由政策包 {pack} {version} 生成（{digest}）",
}
EN = {
    "title": "{name} {version}: stages and approvals",
    "desc": "Stages in order; in each its approvals, those of a column side by side; "
    "a diamond is the gate of a stage.",
    "course": "Course of: {name}",
    "sponsor": "by the sponsor",
    "platform": "by a pilot platform",
    "needs_platform": "needs a platform",
    "can_enter": "may begin here",
    "evidence": "Evidence",
    "gate": "Gate",
    "attempts": "up to {count} times",
    "committed": "committed",
    "statutory": "statutory",
    "working_day": "{figure} working days",
    "calendar_day": "{figure} calendar days",
    "if": "only under a condition",
    "lighter": "also: {routes}",
    "commitment_and_filing": "commitment and filing",
    "simplified": "simplified",
    "deemed": "silence approves",
    "joint": "joint review",
    "comma": ", ",
    "legend": "* set by the authority, not in the policy's text",
    "legend_parallel": "approvals of a column run side by side; an arrow: only after",
    "legend_gate": "a diamond is a gate: {outcomes}",
    "advance": "advance",
    "iterate": "iterate",
    "hold": "hold",
    "stop": "stop",
    "start": "Project submitted",
    "end": "Done",
    "hand_in": "Hand in evidence: {names}",
    "hand_in_again": "Hand in evidence again",
    "find_platform": "Find a platform",
    "decide": "Gate of {stage}",
    "department": "Department: {name}",
    "materials": "Materials: {names}",
    "limits": "Committed {committed}; statutory {statutory}",
    "on_refusal_stop": "A refusal ends the other items",
    "on_refusal_supersede": "A refusal replaces the items that wait for it",
    "on_refusal_finish": "After a refusal the other items are finished",
    "when": "Only if: {when}",
    "made_by": "Made from the pack {pack} {version} ({digest})",
}


class Speech:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = ZH if language == "zh" else EN

    def say(self, key: str, **told: object) -> str:
        return self._words[key].format(**told)

    def limit(self, limit: SetLimit) -> str:
        """A limit in its unit; marked where the authority set it."""
        mark = "*" if limit.basis == "set_by_authority" else ""
        return self.say(limit.unit, figure=limit.figure) + mark

    def attempts(self, gate: Gate) -> str:
        """How often a gate may be tried; marked unless the policy itself gives the number."""
        mark = "*" if gate.max_attempts_clause is None else ""
        return self.say("attempts", count=gate.max_attempts) + mark
