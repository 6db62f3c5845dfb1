"""What a browser says of itself, in plain words.

Not a library: their lists tell a thousand models and versions apart, with patterns that run over a
header which strangers write. Here a person has to know an own device again, no more.
"""

UNKNOWN = "未知设备"
# The first that is found counts: many browsers also name the one that they descend from.
SYSTEMS = (
    ("OpenHarmony", "鸿蒙设备"),
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows Phone", "Windows 手机"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux 电脑"),
)
PROGRAMS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Feishu", "飞书"),
    ("Lark", "飞书"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("Quark", "夸克"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("SamsungBrowser", "三星浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def describe(user_agent: str) -> str:
    """Return the device in Chinese, for instance ``安卓设备上的微信``; ``UNKNOWN`` for nonsense."""
    system, program = _first(SYSTEMS, user_agent), _first(PROGRAMS, user_agent)
    if not (system and program):
        return system or program or UNKNOWN
    # Chinese and Latin letters stand apart.
    before = " " if system[-1].isascii() else ""
    after = " " if program[0].isascii() else ""
    return f"{system}{before}上的{after}{program}"


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for mark, words in known if mark in user_agent), "")
