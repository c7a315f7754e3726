"""German."""

from __future__ import annotations

from schedule_mcp.language.lexicon import K, Lexicon, table
from schedule_mcp.language.lexicon.fillers import fillers
from schedule_mcp.language.lexicon.forms import compounds, every_nth, without_umlauts
from schedule_mcp.schedule.model import WEEKEND, WORKDAYS

_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag")
_ALTERNATE = (
    "alle 14 tage {}s|alle vierzehn tage {}s|alle 14 tage am {}|alle vierzehn tage am {}|{}s alle 14 tage|"
    "{}s alle vierzehn tage|"
    "14-tägig {}s|14-tägig am {}|jede zweite woche {}s|einen {} um den anderen"
)

_PARTS = {
    "morgen": (4, 12),
    "vormittag": (4, 12),
    "mittag": (11, 15),
    "nachmittag": (12, 18),
    "abend": (16, 24),
    "nacht": (20, 30),
}


def _parts(weekday: int, names: str) -> dict[str, tuple[tuple[int, bool], tuple[int, int]]]:
    """Montagabend, and montagabends for every week."""
    return {
        f"{name}{part}{ending}": ((weekday, bool(ending)), hours)
        for name in names.split("|")
        for part, hours in _PARTS.items()
        for ending in ("", "s")
    }


_TABLE = table(
    (
        K.WEEKDAY,
        {
            "montag|mo": (0, False),
            "dienstag|di": (1, False),
            "mittwoch|mi": (2, False),
            "donnerstag|do": (3, False),
            "freitag|fr": (4, False),
            "samstag|sonnabend|sa": (5, False),
            "sonntag|so": (6, False),
        },
    ),
    (
        K.WEEKDAY,
        {
            "montags": (0, True),
            "dienstags": (1, True),
            "mittwochs": (2, True),
            "donnerstags": (3, True),
            "freitags": (4, True),
            "samstags|sonnabends": (5, True),
            "sonntags": (6, True),
        },
    ),
    (
        K.DAY_SET,
        {
            "werktag|arbeitstag|wochentag|werktage|arbeitstage|wochentage|arbeitstags": (WORKDAYS, False),
            "werktags|wochentags|unter der woche|an werktagen|an arbeitstagen|an wochentagen|werktagen|arbeitstagen": (
                WORKDAYS,
                True,
            ),
            "wochenende": (WEEKEND, False),
            "am wochenende|an wochenenden|wochenends|jedes wochenende": (WEEKEND, True),
        },
    ),
    (
        K.MONTH,
        {
            "januar|jänner|jan": 1,
            "februar|feb": 2,
            "märz|maerz": 3,
            "april|apr": 4,
            "mai": 5,
            "juni|jun": 6,
            "juli|jul": 7,
            "august|aug": 8,
            "september|sep|sept": 9,
            "oktober|okt": 10,
            "november|nov": 11,
            "dezember|dez": 12,
        },
    ),
    (K.SEASON_DAY, {"neujahr": (1, 1), "heiligabend": (12, 24), "silvester": (12, 31)}),
    (K.DAY_REF, {"heute": 0, "morgen": 1, "übermorgen|uebermorgen": 2, "gestern": -1}),
    (
        K.DAY_PART,
        {
            "morgens|am morgen|früh|vormittags|am vormittag": (1, 12),
            "mittags": (11, 15),
            "nachmittags|am nachmittag": (12, 18),
            "abends|am abend": (16, 24),
            "nachts|in der nacht": (20, 30),
        },
    ),
    (
        K.NUMBER,
        {
            "ein|eins|eine|einer|einem": 1,
            "zwei": 2,
            "drei": 3,
            "vier": 4,
            "fünf|fuenf": 5,
            "sechs": 6,
            "sieben": 7,
            "acht": 8,
            "neun": 9,
            "zehn": 10,
            "elf": 11,
            "zwölf|zwoelf": 12,
            "dreizehn": 13,
            "vierzehn": 14,
            "fünfzehn": 15,
            "sechzehn": 16,
            "siebzehn": 17,
            "achtzehn": 18,
            "neunzehn": 19,
            "zwanzig": 20,
        },
    ),
    (
        K.NUMBER,
        {"dreißig|dreissig": 30, "fünfundvierzig": 45, "vierzig": 40, "fünfzig": 50, "anderthalb|eineinhalb": 1.5},
    ),
    (
        K.ORDINAL,
        {
            "erster|ersten|erste|erstes": 1,
            "zweiter|zweiten|zweite|zweites": 2,
            "dritter|dritten|dritte|drittes": 3,
            "vierter|vierten|vierte|viertes": 4,
            "fünfter|fünften|fünfte": 5,
            "letzter|letzten|letzte|letztes": -1,
            "vorletzter|vorletzten|vorletzte": -2,
        },
    ),
    (K.COUNT, {"einmal": 1, "zweimal": 2, "dreimal": 3}),
    (K.TIMES, ["mal"]),
    (K.EVERY, ["jeden|jede|jeder|jedes|jedem|alle|immer"]),
    (
        K.UNIT,
        {
            "sekunde|sekunden": "second",
            "minute|minuten|min": "minute",
            "stunde|stunden|std": "hour",
            "tag|tage|tagen|tages": "day",
            "woche|wochen": "week",
            "monat|monate|monaten|monats": "month",
            "quartal|quartale|quartals": "quarter",
            "jahr|jahre|jahren|jahres": "year",
            "halbe stunde": "half hour",
            "viertelstunde": "quarter hour",
        },
    ),
    (
        K.FREQUENCY,
        {
            "täglich|taeglich": (1, "day"),
            "stündlich|stuendlich": (1, "hour"),
            "minütlich": (1, "minute"),
            "wöchentlich|woechentlich": (1, "week"),
            "monatlich": (1, "month"),
            "vierteljährlich|quartalsweise": (1, "quarter"),
            "jährlich|jaehrlich": (1, "year"),
            "vierzehntägig|14-tägig|zweiwöchentlich": (2, "week"),
        },
    ),
    (K.PER, ["pro|am"]),
    (K.CLOCK, {"mittag|mittags|zwölf uhr mittags": 43200, "mitternacht": 0}),
    (K.OCLOCK, ["uhr|h"]),
    (K.HALF_TO, ["halb"]),
    (K.PAST_HOUR, {"viertel nach": 15, "viertel vor": -15, "viertel": -45, "dreiviertel": -15}),
    (K.PAST, ["nach"]),
    (K.AT, ["um"]),
    (K.ON, ["am|an|den|an den|an jedem"]),
    (K.IN, ["in"]),
    (K.OF, ["des|im|vom|der|in|eines|eines jeden|jedes|von"]),
    (K.FROM, ["von|ab|vom"]),
    (K.TO, ["bis|bis zum|vor|bis um"]),
    (K.BETWEEN, ["zwischen"]),
    (K.UNTIL, ["bis|bis zum|bis einschließlich|bis einschliesslich|bis inklusive|bis zur"]),
    (K.BEFORE, ["vor|vor dem"]),
    (K.START, ["ab|ab dem|beginnend|beginnend am|beginnend ab"]),
    (K.FOR, ["für"]),
    (K.AND, ["und|sowie"]),
    (K.OR, ["oder"]),
    (K.EXCEPT, ["außer|ausser|außer am|ausser am|ausgenommen|außer an|ohne|aber nicht am|nicht am|bis auf"]),
    (K.ONLY, ["nur"]),
    (K.NEXT, ["nächster|nächsten|nächste|nächstes|naechsten|kommenden"]),
    (K.THIS, ["diesen|dieser|diese|dieses"]),
    (K.NOW, ["jetzt|sofort"]),
    (K.HOLIDAYS, ["feiertag|feiertage|feiertagen|an feiertagen"]),
    (K.LAST_DAY, ["ultimo"]),
    (K.FIRST_DAY, ["monatsanfang|monatsbeginn"]),
    (K.END, ["ende|ende des|am ende|am ende des"]),
    (K.BEGINNING, ["anfang|beginn|anfang des|am anfang des"]),
    (K.ARTICLE, ["der|die|das|den|dem|des"]),
    (K.LOCAL_TIME, ["ortszeit"]),
    (K.FEW, ["einige|ein paar|mehrere|mehrmals"]),
    (K.FILLER, ["bitte|starte|starten|ausführen|laufen|danke|mach das|mach es|es|soll"]),
    # What is put together from the words above
    (K.ALTERNATE_WEEKDAY, every_nth(_ALTERNATE, _DAYS)),
    (
        K.DAY_PART,
        {
            "morgen|in der früh|in der frueh|frueh|morgen frueh": (1, 12),
            "vormittag": (4, 12),
            "nachmittag": (12, 18),
            "abend": (16, 24),
            "nacht": (20, 30),
            "mittags|am mittag|zu mittag": (11, 15),
        },
    ),
    (K.DAY_REF, {"morgen frueh": 1}),
    (
        K.DAY_AND_PART,
        {
            "heute morgen|heute früh|heute frueh|heute vormittag": (0, (4, 12)),
            "heute mittag": (0, (11, 15)),
            "heute nachmittag": (0, (12, 18)),
            "heute abend|heut abend": (0, (16, 24)),
            "heute nacht": (0, (20, 30)),
            "morgen früh|morgen frueh|morgen vormittag": (1, (4, 12)),
            "morgen mittag": (1, (11, 15)),
            "morgen abend": (1, (16, 24)),
        },
    ),
    (
        K.NUMBER,
        {
            "einen|eines": 1,
            "fünfundzwanzig|fuenfundzwanzig": 25,
            "vierundzwanzig": 24,
            "fuenfzehn": 15,
            "fuenfundvierzig": 45,
            "fuenfzig": 50,
            "sechzig": 60,
            "neunzig": 90,
            "zweieinhalb": 2.5,
            "dreieinhalb": 3.5,
        },
    ),
    (K.ORDINAL, {"fuenfter|fuenften|fuenfte|fünftes": 5, "vorletztes": -2, "letztem": -1, "ersten": 1}),
    (K.COUNT, {"viermal": 4}),
    (K.TIMES, ["male|mals|durchläufe|ausführungen"]),
    (K.EVERY, ["jeweils|jeweils am|jeweils an|jeweils den|jeweils zum|jeweils zu|an jedem|an jeder|zu jedem|zu jeder"]),
    (K.EVERY, ["immer am|immer an|immer zum|immer zu"]),
    (K.AT, ["jeweils um"]),
    (K.FROM, ["jeweils von"]),
    (K.BETWEEN, ["jeweils zwischen"]),
    (
        K.UNIT,
        {
            "halben stunde|halber stunde|halbstunde": "half hour",
            "dreiviertelstunde|dreiviertel stunde": "three quarters",
            "viertel stunde": "quarter hour",
            "sek": "second",
            "minuten": "minute",
            "jahrs": "year",
        },
    ),
    (
        K.FREQUENCY,
        {
            "einen tag um den anderen": (2, "day"),
            "14-taegig|14tägig|14taegig|vierzehntaegig|zweiwoechentlich": (2, "week"),
            "halbstündlich|halbstuendlich": (30, "minute"),
            "viertelstündlich|viertelstuendlich": (15, "minute"),
            "minuetlich": (1, "minute"),
            "vierteljaehrlich": (1, "quarter"),
            "halbjährlich|halbjaehrlich": (6, "month"),
        },
    ),
    (K.PAST_HOUR, {"viertel über": 15}),
    (
        K.EXCEPT,
        [
            "ausser an|ausser den|außer den|nicht an|aber nicht an|mit ausnahme von|mit ausnahme der|"
            "mit ausnahme des|nur nicht am"
        ],
    ),
    (K.EXCEPT, ["außer im|ausser im|nicht im|aber nicht im|aber nicht"]),
    (K.NEXT, ["nächstem|naechster|naechste|naechstes|kommender|kommende|kommendes"]),
    (K.THIS, ["diesem"]),
    (K.FOR, ["fuer|für die|fuer die"]),
    (K.START, ["ab den|angefangen am|beginnend mit"]),
    (K.LAST_DAY, {"monatsende|am monatsende|zum monatsende|zum monatsletzten|monatsletzten|am monatsletzten": None}),
    (
        K.LAST_DAY,
        {"quartalsende|am quartalsende|zum quartalsende": "quarter", "jahresende|zum jahresende|am jahresende": "year"},
    ),
    (
        K.FIRST_DAY,
        {"zum monatsanfang|am monatsanfang|zum monatsbeginn|monatsersten|zum monatsersten|am monatsersten": None},
    ),
    (K.FIRST_DAY, {"quartalsanfang|quartalsbeginn|zum quartalsbeginn|zum quartalsanfang": "quarter"}),
    (K.FIRST_DAY, {"jahresanfang|jahresbeginn|zum jahresbeginn|zum jahresanfang": "year"}),
    (K.END, ["zum ende|zum ende des"]),
    (K.BEGINNING, ["zu beginn|zu beginn des|am beginn|am beginn des|am anfang|zum anfang|zum beginn"]),
    (K.TIME_WORD, ["zeit|zeitzone|ortszeit von"]),
    (
        K.FILLER,
        ["erinnere mich|erinner mich|erinnere|erinner|erinnern|mich|mir|daran|weck mich|wecke mich|sag mir|gib mir"],
    ),
    (K.FILLER, ["bescheid|bitte sehr"]),
    (K.FILLER, ["ausfuehren|lass es|lass das|starte es|vielen dank|dankeschön|hallo|ok|okay"]),
    (
        K.FILLER,
        ["kannst du|könntest du|koenntest du|ich möchte|ich moechte|ich will|wenn möglich|eine erinnerung|erinnerung"],
    ),
    (K.DAY_PART, {"mittag": (11, 15)}),
    (K.TIME_WORD, ["nach|zur|laut"]),
    *((K.WEEKDAY_AND_PART, _parts(k, day)) for k, day in enumerate(_DAYS)),
    (K.FOR_AFTER, ["lang"]),
    (K.REPEATING, ["jeweils um"]),
    (K.ON_THE_HOUR, {"zur vollen stunde|zu jeder vollen stunde|jede volle stunde|jeweils zur vollen stunde": (0,)}),
    (K.PAST_EACH_HOUR, ["nach jeder vollen stunde|nach der vollen stunde|nach jeder stunde|jeder stunde"]),
    (K.TO_EACH_HOUR, ["vor jeder vollen stunde|vor der vollen stunde"]),
    (K.FILLER, ["punkt|pünktlich|puenktlich|genau"]),
    (K.IN_ALL, ["insgesamt|alles in allem"]),
    (K.DAY_SET, {"wochenenden|an den wochenenden|den wochenenden": (WEEKEND, True)}),
    (K.FILLER, fillers("de")),
    (K.IN, ["im"]),
    (K.PER, ["im"]),
    (K.MINUTE_OF, ["zur minute|in minute|bei minute|ab minute"]),
    (K.EXCEPT, {"aber": "other"}),
    (K.NOT, ["nicht"]),
    (K.REST, {"alle anderen|alle übrigen|die übrigen|an allen anderen|an den übrigen|die restlichen": None}),
    (K.REST, {"sonst|ansonsten": False}),
    (K.AFTER, ["nach dem|nach der"]),
    (K.FILLER, ["auch|noch"]),
    (K.PER, ["die|in der"]),
    (K.FEW, ["paar"]),
    (K.PAST_HOUR, {"drei viertel": -15}),
    (
        K.WEEKDAY,
        {
            "montage|montagen": (0, True),
            "dienstage|dienstagen": (1, True),
            "mittwoche|mittwochen": (2, True),
            "donnerstage|donnerstagen": (3, True),
            "freitage|freitagen": (4, True),
            "samstage|samstagen|sonnabende|sonnabenden": (5, True),
            "sonntage|sonntagen": (6, True),
        },
    ),
    (K.UNIT, {"halbe jahr|halbjahr|halbjahre": "half year"}),
    (K.SEVERAL, ["tage|tagen"]),
    (K.MINUTES_TO, ["vor"]),
    (
        K.NUMBER,
        compounds(
            "{unit}und{ten}",
            ("ein", "zwei", "drei", "vier", "fünf|fuenf", "sechs", "sieben", "acht", "neun"),
            {"zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50},
        ),
    ),
    (K.ALSO, ["auch"]),
    (K.FREQUENCY, {"tgl|tgl.": (1, "day")}),
    (K.EVERY, ["jd|jd."]),
    (K.ON, ["zum|zu den"]),
    (K.UNIT, {"vierteljahr|vierteljahre": "quarter"}),
    (K.NEXT, {"kommenden|kommender|kommende|kommendes|kommendem": 0}),
    (K.NEXT, {"übernächsten|übernächste|übernächster|übernächstes|übernächstem": 2}),
)

GERMAN = Lexicon(
    code="de",
    table=without_umlauts(_TABLE),
    dot_ordinals=True,
    dotted_clock=True,
    inclusive_days=frozenset({8}),
)
