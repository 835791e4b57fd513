"""The printable notice (告知书) of a site, made from its profile so that the two agree; printing is the window's.

What a notice must say is PIPL 17 and 30 and 网络数据安全管理条例 21: who keeps the record, why, which data, how long,
and what rights people have. A field that the profile hides is mentioned nowhere, not even as a way in.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from checkpoint.plural import counted
from checkpoint.policy import FIELDS, HEALTH, FieldUse, Policy
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
    "duty_check": (
        "快递员：上岗前是否已检",
        "快遞員：上崗前是否已檢",
        "couriers: whether you were checked before duty",
    ),
    "contactless": (
        "快递员：是否放在无接触区",
        "快遞員：是否放在無接觸區",
        "couriers: whether it was left in the contactless zone",
    ),
    "guardian": ("未成年人的监护人(脱敏)", "未成年人的監護人(脫敏)", "a child's guardian (masked)"),
}
"""What each field of a profile is called on the notice."""

_SAYS: Final[dict[str, Words]] = {
    "title": ("出入登记告知书", "出入登記告知書", "Notice: registration at this entrance"),
    "who": ("{site} 负责本处出入登记。", "{site} 負責本處出入登記。", "{site} keeps the register of this entrance."),
    "of": ("所属社区：{community}", "所屬社區：{community}", "Community: {community}"),
    "purpose": (
        "目的：知道谁何时进出，出事时找得到人。",
        "目的：知道誰何時進出，出事時找得到人。",
        "Purpose: to know who came and went, so that people can be found when something happens.",
    ),
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
        "Records are kept encrypted for {span}, then destroyed, and used for nothing else.",
    ),
    "sensitive": (
        "进出记录能看出您的行踪，属于敏感个人信息，屏幕和台账只显示脱敏内容（个人信息保护法第三十条）。",
        "進出記錄能看出您的行蹤，屬於敏感個人信息，螢幕和臺賬只顯示脫敏內容（個人信息保護法第三十條）。",
        "A record of passages tells where you were and is sensitive: screens and ledgers show it masked (PIPL 30).",
    ),
    "health": (
        "健康查验只为上述事件，事件结束即停止。",
        "健康查驗只為上述事件，事件結束即停止。",
        "Health is looked at for this event alone, and no longer than it lasts.",
    ),
    "child": (
        "未满14周岁的，由监护人同意并陪同登记（个人信息保护法第三十一条）。",
        "未滿14周歲的，由監護人同意並陪同登記（個人信息保護法第三十一條）。",
        "For children under 14 a guardian agrees and is with them (PIPL 31).",
    ),
    "manual": (
        "没有手机、不用手机也可以通行：请告诉值守人员，人工办理（国办发〔2020〕45号；无障碍环境建设法第三十九条）。",
        "沒有手機、不用手機也可以通行：請告訴值守人員，人工辦理（國辦發〔2020〕45號；無障礙環境建設法第三十九條）。",
        "No phone is needed: tell the guide, a person will see to it (State Council Office 2020 No. 45; "
        "Barrier-Free Environment Law 39).",
    ),
    "camera": (
        "摄像头画面只在内存中用于读取二维码，不识别人脸，不保存（个人信息保护法第二十六条）。",
        "攝像頭畫面只在記憶體中用於讀取二維碼，不識別人臉，不保存（個人信息保護法第二十六條）。",
        "The camera's picture is only used, in memory, to read codes. No faces are recognised and no picture is stored "
        "(PIPL 26).",
    ),
    "rights": (
        "您可以查阅、复制、更正、补充、删除本人记录，要求解释说明，也可以要求人工复核；被拒绝的会告知理由"
        "（个人信息保护法第四十四条至第五十条）。",
        "您可以查閱、複製、更正、補充、刪除本人記錄，要求解釋說明，也可以要求人工覆核；被拒絕的會告知理由"
        "（個人信息保護法第四十四條至第五十條）。",
        "You may see, copy, correct, complete or delete your own records, have them explained, and have a person look "
        "at any refusal again; if we refuse, we say why (PIPL 44 to 50).",
    ),
    "ask": ("联系：{contact}", "聯繫：{contact}", "Ask: {contact}"),
    "lead": ("本站点当班负责人", "本站點當班負責人", "the lead on duty at this site"),
    "now": ("即日", "即日", "now"),
    "later": ("另行通知", "另行通知", "further notice"),
}

_POINTS: Final = 16
_STYLE: Final = "@page { size: A4; margin: 15mm } h1 { font-size: 22pt; margin: 0 } p, ul { margin: 3pt 0 }"


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
    language: str = "zh_CN"


def notice(site: Site, language: str, community: str = "") -> Notice:
    """The notice of a site in a language of LANGUAGES; ValueError for another. community: its name, if known."""
    place, policy = LANGUAGES.index(language), site.policy

    def say(name: str, **values: object) -> str:
        return _SAYS[name][place].format(**values)

    def fields(use: FieldUse) -> tuple[str, ...]:
        return tuple(FIELD_WORDS[name][place] for name in FIELDS if policy.uses(name) is use)

    return Notice(
        title=say("title"),
        before=tuple(say(name, **values) for name, values in _before(site, community, say)),
        required_head=say("required"),
        required=fields(FieldUse.REQUIRED),
        optional_head=say("optional"),
        optional=fields(FieldUse.OPTIONAL),
        after=tuple(say(name, **values) for name, values in _after(policy, say)),
        language=language,
    )


_Sentences = Iterator[tuple[str, dict[str, object]]]


def _before(site: Site, community: str, say: Callable[[str], str]) -> _Sentences:
    """Who, why and since when; what is always kept."""
    policy = site.policy
    yield "who", {"site": site.name}
    if community and community != site.name:
        yield "of", {"community": community}
    yield "purpose", {}
    if policy.legal_basis:
        yield "why", {"basis": policy.legal_basis}
    if policy.event:
        days = {"begins": policy.event_begins or say("now"), "ends": policy.event_ends or say("later")}
        yield "event", {"event": policy.event, **days}
    yield "always", {}


def _after(policy: Policy, say: Callable[[str], str]) -> _Sentences:
    """How long, what else is done with it and never done, the rights and whom to ask."""
    yield "kept", {"days": policy.retention_days, "span": counted(policy.retention_days, "day")}
    yield "sensitive", {}
    if policy.event and any(policy.uses(name) is not FieldUse.HIDDEN for name in HEALTH):
        yield "health", {}
    if policy.guardian is not FieldUse.HIDDEN:
        yield "child", {}
    yield from ((name, {}) for name in ("manual", "camera", "rights"))
    yield "ask", {"contact": policy.contact or say("lead")}


def as_html(made: Notice) -> str:
    """The notice as one self-contained A4 page in large type."""
    return (
        f"<!DOCTYPE html><html lang='{html.escape(made.language.replace('_', '-'))}'><head><meta charset='utf-8'/>"
        f"<title>{html.escape(made.title)}</title><style>{_STYLE}</style></head>"
        f"<body style='font-family: \"Noto Sans SC Medium\"; font-size: {_POINTS}pt'>"
        f"<h1 align='center'>{html.escape(made.title)}</h1>"
        f"{_paragraphs(made.before)}{_listed(made.required_head, made.required)}"
        f"{_listed(made.optional_head, made.optional)}{_paragraphs(made.after)}</body></html>"
    )


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def _listed(head: str, items: tuple[str, ...]) -> str:
    listed = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f"<p><b>{html.escape(head)}</b></p><ul>{listed}</ul>" if items else ""
