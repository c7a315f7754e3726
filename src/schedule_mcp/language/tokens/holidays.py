"""Public holidays as people name them: "bank holidays in England", "jours fériés", "US federal holidays"."""

from __future__ import annotations

import re
from functools import cache

from schedule_mcp.language.lexicon import K, Meanings
from schedule_mcp.schedule.model import AllOf, Days, Holidays, Months, Nth, Weekdays

_STEMS = (
    "holiday",
    "feiertag",
    "férié",
    "ferie",
    "festivo",
    "feriado",
    "festiv",
    "feestdag",
    "祝日",
    "节假日",
    "świąt",
)
"""A text without any of these names no holidays."""
_NOUNS = (
    r"(?:(?:public|bank|national|federal|legal|statutory|official|state|stock|market|trading|exchange) )*holidays?"
    r"|(?:gesetzlichen? )?feiertag(?:en?|s)?|jours? fériés?|jours? feries?|días? festivos?|dias? festivos?|festivos"
    r"|feriados?(?: nacionais| nacionales)?|giorni festivi|festività|festivi|(?:officiële |nationale )?feestdag(?:en)?"
    r"|祝日|法定节假日|节假日|公众假期|(?:dni |dniami )?(?:ustawowo )?świąteczn\w+|świąt(?:a|ami)?"
)
_IN = r"(?:in|of|for|at|von|im|en|de|del|della|do|da|nel|w|der|des) (?:the )?"

_COUNTRIES = {
    "DE": "germany|german|deutschland|deutschen|allemagne|alemania|alemanha|germania|duitsland|德国|ドイツ|niemczech",
    "AT": "austria|austrian|österreich|autriche|oostenrijk",
    "CH": "switzerland|swiss|schweiz|suisse|suiza|svizzera|zwitserland",
    "FR": "france|french|frankreich|francia|frança|frankrijk|法国|フランス|francji",
    "IT": "italy|italian|italien|italie|italia|itália|italië",
    "ES": "spain|spanish|spanien|espagne|españa|spagna|espanha|spanje",
    "PT": "portugal|portuguese",
    "NL": "netherlands|the netherlands|dutch|holland|niederlande|niederlanden|pays-bas|nederland|holanda",
    "BE": "belgium|belgian|belgien|belgique|belgië",
    "PL": "poland|polish|polen|pologne|polska|polsce",
    "GB": "uk|u.k.|united kingdom|britain|great britain|british",
    "GB-ENG": "england|english|england and wales",
    "GB-SCT": "scotland|scottish",
    "GB-WLS": "wales|welsh",
    "GB-NIR": "northern ireland",
    "IE": "ireland|irish",
    "US": "us|u.s.|usa|u.s.a.|united states|america|american|états-unis|estados unidos|stati uniti|美国|アメリカ",
    "CA": "canada|canadian|kanada",
    "MX": "mexico|mexican|méxico",
    "BR": "brazil|brazilian|brasil|brasilien",
    "AR": "argentina",
    "JP": "japan|japanese|japon|japón|giappone|日本",
    "CN": "china|chinese|chine|cina|中国",
    "HK": "hong kong|香港",
    "TW": "taiwan|台湾",
    "KR": "south korea|korea|korean|韩国|韓国",
    "IN": "india|indian|indien",
    "SG": "singapore",
    "AU": "australia|australian|australien",
    "NZ": "new zealand",
    "ZA": "south africa",
    "SE": "sweden|swedish|schweden",
    "NO": "norway|norwegian|norwegen",
    "DK": "denmark|danish|dänemark",
    "FI": "finland|finnish|finnland",
    "CZ": "czechia|czech republic|czech",
    "NYSE": "new york stock exchange|nyse|wall street|us stock market|us market",
    "ECB": "ecb|target2|target",
    "NSE": "national stock exchange of india|nse",
}
_PARTS = {
    "DE": {
        "BY": "bavaria|bavarian|bayern|bayerischen", "BW": "baden-württemberg|baden-wuerttemberg", "BE": "berlin",
        "BB": "brandenburg", "HB": "bremen", "HH": "hamburg", "HE": "hesse|hessen", "NI": "lower saxony|niedersachsen",
        "MV": "mecklenburg-vorpommern", "NW": "north rhine-westphalia|nordrhein-westfalen|nrw", "SL": "saarland",
        "RP": "rhineland-palatinate|rheinland-pfalz", "SN": "saxony|sachsen", "ST": "saxony-anhalt|sachsen-anhalt",
        "SH": "schleswig-holstein", "TH": "thuringia|thüringen",
    },
    "ES": {"CT": "catalonia|cataluña|catalunya", "MD": "madrid", "AN": "andalusia|andalucía"},
    "AU": {"NSW": "new south wales|nsw", "VIC": "victoria", "QLD": "queensland", "WA": "western australia"},
    "CA": {"ON": "ontario", "QC": "quebec|québec", "BC": "british columbia", "AB": "alberta"},
    "CH": {"ZH": "zurich|zürich", "GE": "geneva|genf|genève", "BE": "bern"},
    "AT": {"9": "vienna|wien"},
    "US": {"CA": "california", "NY": "new york", "TX": "texas", "FL": "florida", "MA": "massachusetts"},
}  # fmt: skip


_CODES = "de|us|uk|fr|es|nl|gb|ch|pl|pt|jp|cn|ca|au|nz|br|nyse|ecb"
"""Codes that are no words where they follow "in"."""


@cache
def _places() -> dict[str, str]:
    found = {name: code for code, names in _COUNTRIES.items() for name in names.split("|")}
    for country, parts in _PARTS.items():
        found |= {name: f"{country}-{part}" for part, names in parts.items() for name in names.split("|")}
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(re.escape(name) for name in sorted(_places(), key=len, reverse=True))
    # Any code of two letters where nothing follows that makes a word of it: "in IT at 9", not "in my calendar".
    ends = r"(?=\s*(?:$|[,;()]|(?:at|or|and|the next|the previous|except|until)\b))"
    place = rf"(?:{names}|[a-z]{{2}}-[a-z0-9]{{1,3}}(?![\w-])|(?<= in )(?:{_CODES})(?![\w-])|(?<= in )[a-z]{{2}}{ends})"
    default = r"\[(?P<default>[a-z]{2,4}(?:-[a-z0-9]{1,3})?)\]"
    inside = rf",? ?\(\s*(?:{_IN})?(?P<inside>{place})\)"
    after = rf"(?:{inside}|,? ?(?:{_IN})?(?P<after>{place})|{default})?(?![a-zà-ÿ0-9])"
    holidays = rf"(?:(?P<led>{place})(?:'s|の|的)?\s*)?(?:{_NOUNS}){after}"
    off = r"(?P<off>weekend(?: day)?(?: or (?:on )?(?:an? )?)?)?"
    once = rf"if (?:it|that|this)(?: (?:day|date))? (?:is|falls on|lands on|is on)(?: an?)? {off}"
    back = r"(?:then )?(?:run )?(?:it )?(?:on )?(?:the )?(?P<way>next|following|previous|preceding|last|prior)"
    rolled = rf"{once}(?:{holidays})?,? ?{back} (?:business|working|work|week) ?day(?: (?:after|before|instead))*(?!\w)"
    return re.compile(holidays, re.IGNORECASE), re.compile(rolled, re.IGNORECASE)


def _nth(month: int, weekday: int, position: int) -> Days:
    return AllOf((Months(frozenset({month})), Nth(frozenset({position}), frozenset({weekday}))))


_MOVABLE: dict[str, Days] = {
    "good friday|karfreitag|vendredi saint|viernes santo|venerdì santo|sexta-feira santa|goede vrijdag|wielki piątek": (
        Holidays("Good Friday")
    ),
    "easter sunday|easter day|easter|ostersonntag|dimanche de pâques|domingo de pascua|pasqua|pâques": (
        Holidays("Easter Sunday")
    ),
    "easter monday|ostermontag|lundi de pâques|lunes de pascua|pasquetta|tweede paasdag|poniedziałek wielkanocny": (
        Holidays("Easter Monday")
    ),
    "ascension day|christi himmelfahrt|himmelfahrt|ascension|hemelvaartsdag|hemelvaart": Holidays("Ascension Day"),
    "whit sunday|pentecost|pfingstsonntag|pentecôte": Holidays("Whit Sunday"),
    "whit monday|pfingstmontag|lundi de pentecôte|tweede pinksterdag": Holidays("Whit Monday"),
    "corpus christi|fronleichnam|boże ciało": Holidays("Corpus Christi"),
    "martin luther king jr. day|martin luther king day|mlk day": _nth(1, 0, 3),
    "presidents' day|presidents day|president's day|washington's birthday": _nth(2, 0, 3),
    "memorial day": _nth(5, 0, -1),
    # Elsewhere it is another day, so it is read with its country only.
    "us labor day|u.s. labor day|american labor day": _nth(9, 0, 1),
    "columbus day|indigenous peoples' day": _nth(10, 0, 2),
    "thanksgiving day|thanksgiving": _nth(11, 3, 4),
    # The day after the fourth Thursday: the Friday from the 23rd to the 29th.
    "black friday|day after us thanksgiving|day after thanksgiving": AllOf(
        (Months(frozenset({11})), Weekdays(frozenset({4})), Nth(frozenset(range(23, 30))))
    ),
    "juneteenth": AllOf((Months(frozenset({6})), Nth(frozenset({19})))),
    "veterans day|veterans' day": AllOf((Months(frozenset({11})), Nth(frozenset({11})))),
}
"""Named days that no date of the year says; those of the United States are theirs by name."""


@cache
def _movable() -> tuple[re.Pattern[str], dict[str, Days]]:
    names = {name: days for key, days in _MOVABLE.items() for name in key.split("|")}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:the )?(?:us|u\.s\.|american) |the (?=day after))?({words})(?![\wà-ÿ])", re.IGNORECASE
    ), names


@cache
def _signs() -> tuple[str, ...]:
    """What a text has that may name holidays; looked for as plain text, since every text is asked."""
    return (*_STEMS, "business day", "working day", "weekend", *_movable()[1])


def mentions_holidays(text: str) -> bool:
    """Whether a text may name holidays."""
    text = text.lower()
    return any(sign in text for sign in _signs())


def match_holidays(text: str, position: int) -> tuple[int, Meanings] | None:
    """Where words about holidays that begin here end, and what they mean: the place, "" where none is named."""
    movable, names = _movable()
    if day := movable.match(text, position):
        return day.end(), {K.MOVABLE: names[day[1].lower()]}
    holidays, rolled = _patterns()
    moved = rolled.match(text, position)
    if moved:
        named = any(stem in moved.group() for stem in _STEMS)
        step = 1 if moved["way"] in ("next", "following") else -1
        return moved.end(), {K.ROLLED: (_code(moved) if named else None, step)}
    found = holidays.match(text, position)
    if found is None:
        return None
    return found.end(), {K.HOLIDAYS: _code(found)}


def _code(match: re.Match[str]) -> str:
    name = match["inside"] or match["after"] or match["led"] or match["default"] or ""
    return _places().get(name.lower(), name.upper())


def with_default_place(text: str, place: str) -> str:
    """The text with the place behind holidays that name none."""
    if not mentions_holidays(text):
        return text
    holidays, _ = _patterns()
    return holidays.sub(lambda m: m[0] if _code(m) else f"{m[0]}[{place.lower()}]", text)
