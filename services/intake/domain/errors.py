"""What intake refuses, each by name."""

from contracts.errors import DomainError, ErrorKind


class UnknownPack(DomainError):
    code = "unknown_pack"
    kind = ErrorKind.INVALID
    field = "pack"
    zh = "没有政策包“{pack}”。可选：{known}。"
    en = "There is no policy pack {pack!r}. Choose one of: {known}."


class UnknownIndustry(DomainError):
    code = "unknown_industry"
    kind = ErrorKind.INVALID
    field = "industry"
    zh = "政策包“{pack}”没有产业“{industry}”。可选：{known}。"
    en = "Pack {pack!r} has no industry {industry!r}. Choose one of: {known}."


class UnknownSponsorKind(DomainError):
    code = "unknown_sponsor_kind"
    kind = ErrorKind.INVALID
    field = "sponsor_kind"
    zh = "政策包“{pack}”没有单位类别“{sponsor_kind}”。可选：{known}。"
    en = "Pack {pack!r} has no kind of sponsor {sponsor_kind!r}. Choose one of: {known}."


class StageNotOpen(DomainError):
    code = "stage_not_open"
    kind = ErrorKind.INVALID
    field = "entry_stage"
    zh = "政策包“{pack}”不允许从环节“{stage}”进入。可选：{known}。"
    en = "Pack {pack!r} does not let a project enter at {stage!r}. Choose one of: {known}."


class EntryGroundsMissing(DomainError):
    code = "entry_grounds_missing"
    kind = ErrorKind.INVALID
    field = "entry_grounds"
    zh = "从后续环节进入时，请说明前序环节已完成的依据（至少 {least} 字）。"
    en = "Entering later needs the grounds that earlier stages are done (at least {least} letters)."


class OrganisationUnknown(DomainError):
    code = "organisation_unknown"
    kind = ErrorKind.CONFLICT
    zh = "单位 {uscc} 尚未登记，请先登记单位信息。"
    en = "Organisation {uscc} is not registered yet. Register it first."


class BadUscc(DomainError):
    code = "bad_uscc"
    kind = ErrorKind.INVALID
    field = "uscc"
    zh = "统一社会信用代码“{uscc}”无效：{why_zh}。请核对营业执照上的 18 位代码。"
    en = "Unified social credit code {uscc!r} is invalid: {why_en}. Check all 18 characters."


class NotYourOrganisation(DomainError):
    code = "not_your_organisation"
    kind = ErrorKind.FORBIDDEN
    zh = "只能登记您本人所属单位({own})。"
    en = "You can register only your own organisation ({own})."


class BadProjectCode(DomainError):
    code = "bad_project_code"
    kind = ErrorKind.INVALID
    field = "project_code"
    zh = "项目代码“{given}”格式不符，应形如 2603-440112-04-01-123456。"
    en = "Project code {given!r} does not have the form 2603-440112-04-01-123456."


class ProjectIsOver(DomainError):
    code = "project_is_over"
    kind = ErrorKind.CONFLICT
    zh = "项目已结束或正在结束，不能再作此操作。"
    en = "The project has ended or is ending; this can no longer be done."


class NotThisStage(DomainError):
    code = "not_this_stage"
    kind = ErrorKind.CONFLICT
    field = "stage"
    zh = "项目当前处于环节“{stage}”第 {attempt} 次，不能提交其他环节的证明材料。"
    en = "The project is at {stage!r}, attempt {attempt}; evidence for another cannot be handed in."


class EvidenceIncomplete(DomainError):
    code = "evidence_incomplete"
    kind = ErrorKind.INVALID
    field = "items"
    zh = "缺少证明材料：{missing}。请一并提交。"
    en = "Evidence is missing: {missing}. Hand in all of it together."


class UnknownEvidence(DomainError):
    code = "unknown_evidence"
    kind = ErrorKind.INVALID
    field = "items"
    zh = "本环节不需要：{extra}。请删除。"
    en = "This stage does not ask for: {extra}. Remove it."


class EvidenceAlreadySubmitted(DomainError):
    code = "evidence_already_submitted"
    kind = ErrorKind.CONFLICT
    zh = "环节“{stage}”第 {attempt} 次的证明材料已提交，正在处理。"
    en = "Evidence for {stage!r}, attempt {attempt}, was handed in already and is being handled."


class UnknownDocument(DomainError):
    code = "unknown_document"
    kind = ErrorKind.INVALID
    field = "items"
    zh = "文件 {document} 不属于本项目，请先上传。"
    en = "Document {document} does not belong to this project. Upload it first."


class DocumentTypeRefused(DomainError):
    code = "document_type_refused"
    kind = ErrorKind.INVALID
    field = "file"
    zh = "不接受类型“{media_type}”。可用：PDF、PNG、JPEG、DOCX、XLSX。"
    en = "Type {media_type!r} is not accepted. Use PDF, PNG, JPEG, DOCX or XLSX."


class DocumentContentMismatch(DomainError):
    code = "document_content_mismatch"
    kind = ErrorKind.INVALID
    field = "file"
    zh = "文件内容与所称类型“{media_type}”不符。请检查文件是否损坏或扩展名有误。"
    en = "The content is not {media_type!r} as it says. Check the file and its extension."


class DocumentTooLarge(DomainError):
    code = "document_too_large"
    kind = ErrorKind.INVALID
    field = "file"
    zh = "文件超过上限 {limit:.0f} MB，请压缩或拆分。"
    en = "The file exceeds {limit:.0f} MB. Compress or split it."


class DocumentEmpty(DomainError):
    code = "document_empty"
    kind = ErrorKind.INVALID
    field = "file"
    zh = "文件是空的。"
    en = "The file is empty."


class ManagerAlreadyAssigned(DomainError):
    code = "manager_already_assigned"
    kind = ErrorKind.CONFLICT
    zh = "项目已有专员 {manager}。"
    en = "The project already has a case manager: {manager}."


class PackChangedUnderVersion(DomainError):
    code = "pack_changed_under_version"
    kind = ErrorKind.CONFLICT
    field = "pack"
    zh = (
        "政策包“{pack}”{version} 的内容与首次使用时不同（原 {known}，现 {found}）。"
        "请提高政策包的版本号，或恢复原内容；在办项目不受影响。"
    )
    en = (
        "Pack {pack!r} {version} is not what it was when first used (then {known}, now {found}). "
        "Raise its version or restore it; running projects are not touched."
    )


class PackUnusable(DomainError):
    code = "pack_unusable"
    kind = ErrorKind.CONFLICT
    field = "pack"
    zh = "政策包“{pack}”目前有 {count} 个问题，暂不能受理新项目。请联系系统运维；在办项目不受影响。"
    en = (
        "Pack {pack!r} has {count} problem(s) at present, so no new project can be taken in. "
        "Tell the operator; running projects are not touched."
    )


class UnknownPackVersion(DomainError):
    code = "unknown_pack_version"
    kind = ErrorKind.INVALID
    field = "version"
    zh = "政策包“{pack}”没有可用的版本“{version}”。可选：{known}。"
    en = "Pack {pack!r} has no usable version {version!r}. Choose one of: {known}."


class AlreadyOnVersion(DomainError):
    code = "already_on_version"
    kind = ErrorKind.CONFLICT
    field = "version"
    zh = "项目已按版本“{version}”办理，或已安排转入该版本。"
    en = "The project goes by version {version!r} already, or is about to."


class StageNotInVersion(DomainError):
    code = "stage_not_in_version"
    kind = ErrorKind.CONFLICT
    field = "version"
    zh = "项目所在的环节“{stage}”在版本“{version}”中不存在，不能转入。该版本的环节：{known}。"
    en = (
        "The project is in stage {stage!r}, which version {version!r} does not have, so it cannot "
        "be moved. Stages of that version: {known}."
    )


class DraftSubmitted(DomainError):
    code = "draft_submitted"
    kind = ErrorKind.CONFLICT
    zh = "这份草稿已经提交为项目，不能再改。要申报另一个项目，请新开一份。"
    en = "This draft has become a project and cannot be changed. Start another for a new project."


class TooManyDrafts(DomainError):
    code = "too_many_drafts"
    kind = ErrorKind.CONFLICT
    zh = "最多保留 {most} 份未提交的草稿。请先提交或删除不用的草稿。"
    en = "At most {most} drafts are kept. Submit or delete one that is not needed first."
