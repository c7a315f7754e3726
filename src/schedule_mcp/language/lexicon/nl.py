"""Dutch."""

from __future__ import annotations

from schedule_mcp.language.lexicon import Ahead, Exclusion, K, Lexicon, Others, parts, table
from schedule_mcp.language.lexicon.forms import chat_words, compounds, every_nth, forms, task_words
from schedule_mcp.language.lexicon.traits import EUROPEAN, Trait
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_RECURRING = {
    "maandag": (0, True),
    "dinsdag": (1, True),
    "woensdag": (2, True),
    "donderdag": (3, True),
    "vrijdag": (4, True),
    "zaterdag": (5, True),
    "zondag": (6, True),
}
_DAYS = tuple(_RECURRING)
_ALTERNATE = (
    "om de andere {}|om de {}|de ene {} wel, de andere niet|om de 14 dagen op {}|elke 14 dagen op {}|"
    "iedere 14 dagen op {}|"
    "op {} om de 14 dagen|op {} om de week"
)

_PARTS = {
    "ochtend": parts.MORNING,
    "morgen": parts.MORNING,
    "voormiddag": parts.MORNING,
    "middag": parts.AFTERNOON,
    "namiddag": parts.AFTERNOON,
    "avond": parts.EVENING,
    "nacht": parts.WHOLE_NIGHT,
}


def _parts(weekday: int, name: str) -> dict[str, tuple[tuple[int, bool], tuple[int, int]]]:
    """maandagavond, and maandagavonden for every week."""
    return {
        f"{name}{part}{ending}": ((weekday, bool(ending)), hours)
        for part, hours in _PARTS.items()
        for ending in ("", "en")
    }


_TASKS = """
    rapport | rapporten | taak | taken | proces | back-up | samenvatting | bericht | gegevens | controle |
    verslag | nieuwsbrief | zoekopdracht | agenten | overzicht | synchronisatie
    """
_CHAT = chat_words(
    verbs="""
    voer | draai | draaien | stuur | sturen | verstuur | versturen | controleer | controleren | genereer |
    genereren | maken | ververs | verversen | haal | ophalen | synchroniseer | synchroniseren | publiceer |
    publiceren | starten | laat | laten draaien | uitgevoerd worden | mailen
    """,
    owners="de | het | een | mijn | onze | ons | deze | dit | die | dat | jouw | je",
    nouns=_TASKS,
    rest="uit | dat | dit | het | hem | ons | moet | moeten | zou moeten | kunt u | zou u | kun je me | zodat",
)
"""What is said around a time and carries none."""

_TABLE = table(
    (
        K.WEEKDAY,
        {
            "maandag|ma": (0, False),
            "dinsdag|di": (1, False),
            "woensdag|wo": (2, False),
            "donderdag|do": (3, False),
            "vrijdag|vr": (4, False),
            "zaterdag|za": (5, False),
            "zondag|zo": (6, False),
            "maandagen": (0, True),
            "dinsdagen": (1, True),
            "woensdagen": (2, True),
            "donderdagen": (3, True),
            "vrijdagen": (4, True),
            "zaterdagen": (5, True),
            "zondagen": (6, True),
        },
        forms("{}s|'s {}s|s {}s|op {}en", _RECURRING),
    ),
    (
        K.DAY_SET,
        {
            "werkdag|doordeweekse dag|weekdag|doordeweekse werkdag": (WORKDAYS, False),
            "werkdagen|op werkdagen|doordeweeks|doordeweekse dagen|weekdagen|op weekdagen|door de week|"
            "doordeweekse werkdagen|op doordeweekse dagen": (WORKDAYS, True),
            "weekend": (WEEKEND, False),
            "weekends|weekenden|in het weekend|in de weekenden|elk weekend|in de weekends|in het weekeinde|"
            "in 't weekend|tijdens het weekend|ieder weekend": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "januari|jan": 1,
            "februari|feb": 2,
            "maart|mrt": 3,
            "april|apr": 4,
            "mei": 5,
            "juni|jun": 6,
            "juli|jul": 7,
            "augustus|aug": 8,
            "september|sep|sept": 9,
            "oktober|okt": 10,
            "november|nov": 11,
            "december|dec": 12,
        },
    ),
    (
        K.WEEK_PARITY,
        {
            "even week|even weken|even kalenderweken": True,
            "oneven week|oneven weken|oneven kalenderweken": False,
        },
    ),
    (
        K.SEASON_DAY,
        {
            "kerstmis|kerst|eerste kerstdag": (12, 25),
            "nieuwjaar|nieuwjaarsdag": (1, 1),
            "oudjaar|oudejaarsdag": (12, 31),
        },
    ),
    (
        K.DAY_REF,
        {
            "vandaag": 0,
            "morgen": 1,
            "overmorgen": 2,
            "gisteren": -1,
        },
    ),
    (
        K.LAST_DAY,
        {
            "maandeinde|ultimo": None,
            "kwartaaleinde|kwartaaleind": "quarter",
            "jaareinde": "year",
        },
    ),
    (K.HOLIDAYS, ["feestdagen|feestdag"]),
    (
        K.NUMBER,
        {
            "een|één": 1,
            "twee": 2,
            "drie": 3,
            "vier": 4,
            "vijf": 5,
            "zes": 6,
            "zeven": 7,
            "acht": 8,
            "negen": 9,
            "tien": 10,
            "elf": 11,
            "twaalf": 12,
            "dertien": 13,
            "veertien": 14,
            "vijftien": 15,
            "zestien": 16,
            "zeventien": 17,
            "achttien": 18,
            "negentien": 19,
            "twintig": 20,
            "dertig": 30,
            "veertig": 40,
            "vijftig": 50,
            "anderhalf|anderhalve": 1.5,
            "zestig": 60,
            "negentig": 90,
            "twee en een half|twee en een halve|tweeënhalf|tweeënhalve|tweeenhalf|tweeenhalve": 2.5,
            "drie en een half|drie en een halve|drieënhalf|drieënhalve": 3.5,
        },
        compounds(
            "{unit}{ten}",
            ("eenen", "tweeën|tweeen", "drieën|drieen", "vieren", "vijfen", "zesen", "zevenen", "achten", "negenen"),
            {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50},
        ),
    ),
    (
        K.ORDINAL,
        {
            "eerste": 1,
            "tweede": 2,
            "derde": 3,
            "vierde": 4,
            "vijfde": 5,
            "laatste": -1,
            "voorlaatste|een na laatste|op een na laatste|op één na laatste|op 1 na laatste": -2,
            "twee na laatste|op twee na laatste|op 2 na laatste|derdelaatste": -3,
            "drie na laatste|op drie na laatste|op 3 na laatste|vierdelaatste": -4,
        },
    ),
    (
        K.COUNT,
        {
            "eenmaal|één keer|een keer": 1,
            "tweemaal|twee keer": 2,
            "driemaal|drie keer": 3,
        },
    ),
    (K.IN_ALL, ["in totaal|totaal"]),
    (K.TIMES, ["keer|maal|keren|malen"]),
    (K.FEW, ["enkele|een paar|meerdere|verschillende|diverse"]),
    (K.EVERY, ["elke|elk|iedere|ieder|alle|om de|telkens op|steeds op|telkens om de"]),
    (K.OTHER, ["andere"]),
    (
        K.REST,
        {
            "alle andere|de andere|op alle andere|de overige|op de overige|de rest van de": Others.DAYS,
            "anders": Others.ALONE,
        },
    ),
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.UNIT,
        {
            "seconde|seconden|sec": "second",
            "minuut|minuten|min": "minute",
            "uur|uren|u|uurs": "hour",
            "dag|dagen": "day",
            "week|weken": "week",
            "maand|maanden": "month",
            "kwartaal|kwartalen": "quarter",
            "jaar|jaren": "year",
            "half uur|halfuur|een half uur|een halfuur|half uurtje|halfuurtje|halve uur": "half hour",
            "kwartier|een kwartier|kwartiertje": "quarter hour",
            "drie kwartier|driekwartier": "three quarters",
            "halfjaar|half jaar|halve jaar": "half year",
        },
    ),
    (K.SEVERAL, ["dagen"]),
    (
        K.FREQUENCY,
        {
            "dagelijks": (1, "day"),
            "wekelijks": (1, "week"),
            "maandelijks": (1, "month"),
            "jaarlijks": (1, "year"),
            "tweewekelijks|om de week|om de andere week|om de veertien dagen|veertiendaags|2-wekelijks": (2, "week"),
            "om de dag|om de andere dag|om de twee dagen|de ene dag wel, de andere niet": (2, "day"),
            "elk uur|ieder uur": (1, "hour"),
            "om de maand|om de andere maand|tweemaandelijks": (2, "month"),
            "per kwartaal|driemaandelijks": (1, "quarter"),
            "om het kwartier": (15, "minute"),
            "om het half uur|om het halfuur": (30, "minute"),
        },
    ),
    (
        K.VAGUE_FREQUENCY,
        {
            "om het uur": ((1, "hour"), (2, "hour")),
        },
    ),
    (K.PER, ["per|in de|in het"]),
    (
        K.CLOCK,
        {
            "twaalf uur 's middags": 43200,
            "middernacht": 0,
        },
    ),
    (
        K.DAY_PART,
        {
            "ochtend|'s ochtends|in de ochtend|'s morgens|ochtends|s ochtends|morgen|morgens|s morgens|"
            "ochtenden|voormiddag|in de voormiddag": parts.MORNING,
            "middag|'s middags|in de middag|s middags|smiddags|middags|namiddag|in de namiddag|'s namiddags|"
            "s namiddags|middagen": parts.AFTERNOON,
            "avond|'s avonds|in de avond|s avonds|savonds|avonds|avonden": parts.EVENING,
            "nacht|'s nachts|in de nacht|snachts|s nachts|nachts|nachten": parts.WHOLE_NIGHT,
        },
    ),
    (
        K.DAY_AND_PART,
        {
            "vanochtend|vanmorgen": (0, parts.MORNING),
            "vanmiddag|deze middag": (0, parts.AFTERNOON),
            "vanavond|deze avond": (0, parts.EVENING),
            "vannacht|deze nacht": (0, parts.WHOLE_NIGHT),
            "morgenochtend|morgen ochtend|morgenvroeg|morgen vroeg|morgenvoormiddag": (1, parts.MORNING),
            "morgenmiddag|morgen middag|morgennamiddag": (1, parts.AFTERNOON),
            "morgenavond|morgen avond": (1, parts.EVENING),
            "morgennacht|morgen nacht": (1, parts.WHOLE_NIGHT),
            "overmorgenochtend|overmorgen ochtend": (2, parts.MORNING),
            "overmorgenavond|overmorgen avond": (2, parts.EVENING),
        },
    ),
    (K.WEEKDAY_AND_PART, *(_parts(k, day) for k, day in enumerate(_DAYS))),
    (K.EACH_PART, ["ochtenden|middagen|avonden|nachten"]),
    (K.OCLOCK, ["uur|u|h"]),
    (K.HALF_TO, ["half"]),
    (K.MINUTES_TO, ["voor"]),
    (
        K.PAST_HOUR,
        {
            "kwart over|kwart na": 15,
            "kwart voor": -15,
        },
    ),
    (K.PAST, ["over"]),
    (
        K.ON_THE_HOUR,
        {
            "op het hele uur|op elk heel uur|ieder heel uur|elk heel uur": (0,),
        },
    ),
    (K.MINUTE_OF, ["op minuut|bij minuut"]),
    (K.TO_EACH_HOUR, ["voor het hele uur|voor elk uur"]),
    (K.PAST_EACH_HOUR, ["over het hele uur|na het hele uur|na elk uur|van elk uur"]),
    (K.AT, ["om"]),
    (K.ON, ["op|op de"]),
    (K.IN, ["over|in"]),
    (K.OF, ["van de|van|van het|van elke|van iedere|in|van elk"]),
    (K.FROM, ["van|vanaf"]),
    (K.TO, ["tot en met|t/m|tot|voor"]),
    (K.BETWEEN, ["tussen"]),
    (K.UNTIL, ["tot en met|tot|t/m|tot en met de|tot aan|tot de"]),
    (K.MERIDIEM, {"am|a.m.|a.m|a m": "am", "pm|p.m.|p.m|p m": "pm"}),
    (K.BEFORE, ["voor"]),
    (K.AFTER, ["na"]),
    (
        K.START,
        [
            "vanaf|beginnend op|te beginnen op|met ingang van|vanaf de|vanaf het|te beginnen|beginnend|ingaand op|"
            "startend op"
        ],
    ),
    (K.FOR, ["gedurende|voor"]),
    (K.FOR_AFTER, ["lang"]),
    (K.AND, ["en"]),
    (K.OR, ["of"]),
    (
        K.EXCEPT,
        {
            "behalve|behalve op|uitgezonderd|maar niet op|niet op|behalve in|behalve de|behalve het|"
            "uitgezonderd op|met uitzondering van|niet in|maar niet in|maar niet|behalve in het": Exclusion.PLAIN,
            "maar|maar op": Exclusion.OTHER_TIME,
        },
    ),
    (K.ONLY, ["alleen"]),
    (K.EXCLUDED, ["niet"]),
    (K.NOT, ["niet"]),
    (
        K.NEXT,
        {
            "volgende": Ahead.NEXT,
            "komende|aankomende|eerstvolgende|aanstaande": Ahead.COMING,
        },
    ),
    (K.THIS, ["deze|dit"]),
    (K.THIS_THING, ["dit"]),
    (K.NOW, ["nu"]),
    (
        K.END,
        [
            "einde van|eind van|aan het einde van|aan het eind van|het einde van|eind|einde|op het einde van|"
            "op het eind van|het eind van"
        ],
    ),
    (K.BEGINNING, ["begin van|aan het begin van|begin|het begin van|in het begin van|aan het begin"]),
    (K.ARTICLE, ["de|het|een"]),
    (K.TIME_WORD, ["tijd|tijdzone"]),
    (K.LOCAL_TIME, ["lokale tijd"]),
    (K.TASK, task_words(_TASKS)),
    (
        K.FILLER,
        [
            "alstublieft|alsjeblieft|graag|start|uitvoeren|bedankt|herinner me|herinner mij|herinner|"
            "herinner me eraan|help me herinneren|me|mij|eraan|waarschuw me|laat me weten|aub|a.u.b|ajb|svp|"
            "alsjeblief|dank je|dank je wel|dankjewel|dank u|hoi|hallo|ok|oke|oké|kun je|kan je|zou je|wil je|"
            "ik wil|een herinnering|herinnering|maak|stuur me|voer uit|herinneren|eraan herinneren|me herinneren|"
            "precies|stipt|exact|ook|altijd"
        ],
        _CHAT,
    ),
    (K.ALSO, ["ook"]),
)

DUTCH = Lexicon(
    code="nl",
    table=_TABLE,
    traits=EUROPEAN
    | {
        Trait.DOTTED_CLOCK,
        Trait.PART_AFTER_WEEKDAY,
        Trait.LATER_BY_IN,
    },
    ordinal_suffixes=frozenset({"e", "de", "ste"}),
)
