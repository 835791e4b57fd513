"""The printable notice (告知书) of a site, made from its profile so that the two agree; printing is the window's.

What a notice must say is PIPL 17 and 30 and 网络数据安全管理条例 21: who keeps the record, why, which data, how long,
and what rights people have.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final

from checkpoint.policy import FIELDS, FieldUse
from checkpoint.roster import Site
from checkpoint.wording import LANGUAGES

Words = tuple[str, str, str]

FIELD_WORDS: Final[dict[str, Words]] = {
    "temperature": ("体温(正常只记“正常”)", "體溫(正常只記「正常」)", "temperature (an ordinary one only as “normal”)"),
    "visual_check": ("健康码目视核验结果", "健康碼目視核驗結果", "what was seen on your health code"),
    "certificate": ("健康证明核验结果", "健康證明核驗結果", "whether your certificate is genuine"),
    "name": ("姓名(脱敏保存)", "姓名(脫敏保存)", "name (kept masked)"),
    "phone": ("电话(脱敏保存)", "電話(脫敏保存)", "phone (kept masked)"),
    "id_no": ("证件号(脱敏及加密摘要)", "證件號(脫敏及加密摘要)", "identity number (masked, and as a keyed digest)"),
    "purpose": ("来访事由", "來訪事由", "purpose of the visit"),
    "host": ("被访房号", "被訪房號", "room that you visit"),
    "host_confirmed": ("被访人是否同意", "被訪人是否同意", "whether your host agrees"),
    "heads": ("同行人数", "同行人數", "number of people"),
    "plate": ("车牌号", "車牌號", "number plate"),
    "tag": ("临时号牌编号", "臨時號牌編號", "number of the tag you are given"),
    "employer": ("所属单位", "所屬單位", "company"),
    "origin": ("来源地", "來源地", "where you come from"),
    "guardian": ("未成年人的监护人(脱敏)", "未成年人的監護人(脫敏)", "a child's guardian (masked)"),
}
"""What each field of a profile is called on the notice."""

_SAYS: Final[dict[str, Words]] = {
    "title": ("出入登记告知书", "出入登記告知書", "Notice: registration at this entrance"),
    "who": ("{site} 负责本处出入登记。", "{site} 負責本處出入登記。", "{site} keeps the register of this entrance."),
    "why": ("依据：{basis}", "依據：{basis}", "Reason: {basis}"),
    "event": (
        "适用事件：{event}（{begins} 至 {ends}）",
        "適用事件：{event}（{begins} 至 {ends}）",
        "Event: {event} ({begins} to {ends})",
    ),
    "always": (
        "每次通行都会记录：时间、卡口、方向、结果。",
        "每次通行都會記錄：時間、卡口、方向、結果。",
        "Of each passage we keep: time, gate, direction, outcome.",
    ),
    "required": ("必须登记：", "必須登記：", "You are asked for:"),
    "optional": ("可以不提供：", "可以不提供：", "You may leave out:"),
    "kept": (
        "记录保存 {days} 天后销毁，加密保存，不作其他用途。",
        "記錄保存 {days} 天後銷毀，加密保存，不作其他用途。",
        "Records are kept encrypted for {days} days, then destroyed, and used for nothing else.",
    ),
    "manual": (
        "没有手机也可以通行：请告诉值守人员，可凭证件、姓名住址或亲属代办。",
        "沒有手機也可以通行：請告訴值守人員，可憑證件、姓名住址或親屬代辦。",
        "No phone is needed: ask the guide to find you by name, address, paper or a relative's pass.",
    ),
    "camera": (
        "摄像头画面只用于读取二维码，不识别人脸，不保存。",
        "攝像頭畫面只用於讀取二維碼，不識別人臉，不保存。",
        "The camera's picture is only used to read codes. No faces are recognised and no picture is stored.",
    ),
    "rights": (
        "您可以查询、更正、删除本人记录，也可以要求人工复核。",
        "您可以查詢、更正、刪除本人記錄，也可以要求人工覆核。",
        "You may see, correct or delete your own records, and have a person look at any refusal again.",
    ),
    "ask": ("联系：{contact}", "聯繫：{contact}", "Ask: {contact}"),
    "lead": ("本站点当班负责人", "本站點當班負責人", "the lead on duty at this site"),
    "now": ("即日", "即日", "now"),
    "later": ("另行通知", "另行通知", "further notice"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as plain texts. required, optional: what fields are called."""

    title: str
    before: tuple[str, ...]
    required_head: str
    required: tuple[str, ...]
    optional_head: str
    optional: tuple[str, ...]
    after: tuple[str, ...]


def notice(site: Site, language: str) -> Notice:
    """The notice of a site in a language of LANGUAGES."""
    place, policy = LANGUAGES.index(language), site.policy

    def say(name: str, **values: object) -> str:
        return _SAYS[name][place].format(**values)

    def fields(use: FieldUse) -> tuple[str, ...]:
        return tuple(FIELD_WORDS[name][place] for name in FIELDS if policy.uses(name) is use)

    before = [say("who", site=site.name)]
    before += [say("why", basis=policy.legal_basis)] if policy.legal_basis else []
    if policy.event:
        begins, ends = policy.event_begins or say("now"), policy.event_ends or say("later")
        before.append(say("event", event=policy.event, begins=begins, ends=ends))
    after = [say("kept", days=policy.retention_days), *map(say, ("manual", "camera", "rights"))]
    return Notice(
        title=say("title"),
        before=(*before, say("always")),
        required_head=say("required"),
        required=fields(FieldUse.REQUIRED),
        optional_head=say("optional"),
        optional=fields(FieldUse.OPTIONAL),
        after=(*after, say("ask", contact=policy.contact or say("lead"))),
    )


def as_html(made: Notice) -> str:
    """The notice as one self-contained A4 page in large type."""
    return (
        "<html><body style='font-family: \"Noto Sans SC Medium\"; font-size: 18pt'>"
        f"<h1 align='center'>{html.escape(made.title)}</h1>"
        f"{_paragraphs(made.before)}{_listed(made.required_head, made.required)}"
        f"{_listed(made.optional_head, made.optional)}{_paragraphs(made.after)}</body></html>"
    )


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def _listed(head: str, items: tuple[str, ...]) -> str:
    listed = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f"<p><b>{html.escape(head)}</b></p><ul>{listed}</ul>" if items else ""
